/// The objects that stand for a time:
/// - `{"$date":…}` with text, a number or `{"$numberLong":"…"}`: MongoDB Extended JSON. Its numbers are milliseconds
///   whatever their size (https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/).
/// - `{"epochSecond":…,"nanoOfSecond":…}`: Log4j 2's JsonLayout and JsonTemplateLayout.
/// - `{"date":…,"timezone":…}`: a PHP DateTime through json_encode, as in Monolog.
///
/// Other members are passed over; of equal names the last counts.
struct TimeObject {
    private var date: UnsafeRawBufferPointer?
    private var timeZone: UnsafeRawBufferPointer?
    private var mongoDate: UnsafeRawBufferPointer?
    private var seconds: UnsafeRawBufferPointer?
    private var nanoseconds: UnsafeRawBufferPointer?
    private var long: UnsafeRawBufferPointer?

    init(_ object: UnsafeRawBufferPointer) {
        // The bytes have been parsed before; if they were no JSON after all, nothing is found.
        do throws(JSONFault) {
            try find(in: JSONLine(start: object.baseAddress!, end: object.baseAddress! + object.count))
        } catch {
            self = TimeObject()
        }
    }

    private init() {}

    private mutating func find(in line: JSONLine) throws(JSONFault) {
        var position = line.skipWhitespace(line.start + 1)
        while line.byte(at: position) != UInt8(ascii: "}") {
            let key = try line.key(at: position)
            let start = try line.skipColon(key.end)
            let end = try line.value(at: start, level: 1).end
            let value = UnsafeRawBufferPointer(start: start, count: end - start)
            if line.spells("date", key) {
                date = value
            } else if line.spells("timezone", key) {
                timeZone = value
            } else if line.spells("$date", key) {
                mongoDate = value
            } else if line.spells("epochSecond", key) {
                seconds = value
            } else if line.spells("nanoOfSecond", key) {
                nanoseconds = value
            } else if line.spells("$numberLong", key) {
                long = value
            }
            position = try line.nextMember(after: end)
        }
    }

    func milliseconds(_ reader: borrowing TimeReader) -> TimeReading {
        if let mongoDate { return Self.mongo(mongoDate, reader) }
        if let seconds { return instant(seconds) }
        if let date { return php(date, reader) }
        return .bad(offset: 0, .wrongKind)
    }

    private static func mongo(_ value: UnsafeRawBufferPointer, _ reader: borrowing TimeReader) -> TimeReading {
        switch value.first {
        case UInt8(ascii: "\""): return reader.milliseconds(ofJSONValue: value)
        case UInt8(ascii: "n"): return .missing
        case UInt8(ascii: "{"):
            guard let long = TimeObject(value).long, let amount = whole(long) else { break }
            return after1970(amount)
        default:
            guard let amount = whole(value) else { break }
            return after1970(amount)
        }
        return .bad(offset: 0, .unknownForm)
    }

    private func instant(_ seconds: UnsafeRawBufferPointer) -> TimeReading {
        guard let whole = Self.whole(seconds), 0..<100_000_000_000 ~= whole else {
            return .bad(offset: 0, .unknownForm)
        }
        guard let nanoseconds else { return Self.after1970(whole * 1_000) }
        guard let rest = Self.whole(nanoseconds), 0..<1_000_000_000 ~= rest else {
            return .bad(offset: 0, .unknownForm)
        }
        return Self.after1970(whole * 1_000 + rest / 1_000_000)
    }

    private func php(_ date: UnsafeRawBufferPointer, _ reader: borrowing TimeReader) -> TimeReading {
        guard date.first == UInt8(ascii: "\""), let timeZone, timeZone.first == UInt8(ascii: "\"") else {
            return reader.milliseconds(ofJSONValue: date)
        }
        return JSONString.withContents(of: timeZone) { name in
            guard let zone = Self.zone(name) else { return .bad(offset: 0, .unknownZone) }
            return JSONString.withContents(of: date) { reader.read($0, in: zone) }
        }
    }

    private static func zone(_ name: UnsafeRawBufferPointer) -> TimeZoneRules? {
        if let offset = UTCOffset.seconds(name) { return TimeZoneRules(offset: offset) }
        return TimeZoneDatabase.all[String(decoding: name, as: UTF8.self)]
    }

    /// A whole number, also as text.
    private static func whole(_ value: UnsafeRawBufferPointer) -> Int64? {
        func number(_ bytes: UnsafeRawBufferPointer) -> Int64? {
            var offset = 0
            guard let number = DecimalTime(bytes, offset: &offset), number.isWhole else { return nil }
            return number.scaled(by: 0)
        }
        return value.first == UInt8(ascii: "\"") ? JSONString.withContents(of: value, number) : number(value)
    }

    private static func after1970(_ milliseconds: Int64) -> TimeReading {
        if milliseconds <= 0 { return .bad(offset: 0, .notAfter1970) }
        return milliseconds <= WallClock.lastMillisecond ? .milliseconds(milliseconds) : .bad(offset: 0, .unknownForm)
    }
}
