extension StrptimeFormat {
    /// Nil where the text does not fit to its end, or says a day or a time that does not exist.
    func wallClock(_ text: UnsafeRawBufferPointer) -> WallClock? {
        var match = StrptimeMatch(text)
        for step in steps where !match.take(step) { return nil }
        return match.isAtEnd ? match.wallClock : nil
    }
}

/// How far a text has been read, and what it said.
private struct StrptimeMatch {
    private let text: UnsafeRawBufferPointer
    private var position = 0

    private var year: Int?
    private var yearOfCentury: Int?
    private var century: Int?
    private var month: Int?
    private var day: Int?
    private var dayOfYear: Int?
    private var hour = 0
    private var hourOfHalf: Int?
    private var isAfternoon = false
    private var minute = 0
    private var second = 0
    private var sinceEpoch: Int64?
    private var offset: Int?

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    var isAtEnd: Bool { position == text.count }

    private var byte: UInt8 { position < text.count ? text[position] : 0 }

    private mutating func skip(_ isSkipped: (UInt8) -> Bool) {
        while position < text.count, isSkipped(text[position]) {
            position += 1
        }
    }

    mutating func take(_ step: StrptimeFormat.Step) -> Bool {
        switch step {
        case .blanks:
            skip { $0 == UInt8(ascii: " ") || 0x09...0x0D ~= $0 }
            return true
        case .literal(let literal):
            guard byte == literal else { return false }
            position += 1
            return true
        case .number(let field, let range, let digits): return takeNumber(field, range, digits: digits)
        case .name(let field): return takeName(field)
        case .secondsSinceEpoch: return takeSecondsSinceEpoch()
        case .zone, .zoneName: return takeZone(isName: step == .zoneName)
        }
    }

    /// As glibc does it: blanks first, and no digit more once another would exceed the range.
    private mutating func takeNumber(_ field: StrptimeFormat.Field, _ range: ClosedRange<Int>, digits: Int) -> Bool {
        skip { $0 == UInt8(ascii: " ") }
        let start = position
        var number = 0
        while position < start + digits, position == start || number * 10 <= range.upperBound {
            let digit = byte &- UInt8(ascii: "0")
            if digit > 9 { break }
            number = number * 10 + Int(digit)
            position += 1
        }
        if position == start || !range.contains(number) { return false }
        set(field, number)
        return true
    }

    private mutating func set(_ field: StrptimeFormat.Field, _ number: Int) {
        switch field {
        case .year: year = number
        case .yearOfCentury: yearOfCentury = number
        case .century: century = number
        case .month: month = number
        case .day: day = number
        case .dayOfYear: dayOfYear = number
        case .hour: (hour, hourOfHalf) = (number, nil)
        case .hourOfHalf: hourOfHalf = number
        case .half: isAfternoon = number == 2
        case .minute: minute = number
        case .second: second = number
        case .week, .weekday: break
        }
    }

    private static let months: [StaticString] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let weekdays: [StaticString] = [
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    ]
    private static let halves: [StaticString] = ["am", "pm"]

    private mutating func takeName(_ field: StrptimeFormat.Field) -> Bool {
        switch field {
        case .month: takeName(field, Self.months)
        case .weekday: takeName(field, Self.weekdays)
        default: takeName(field, Self.halves)
        }
    }

    /// A name in full, or its first three letters; case does not matter.
    private mutating func takeName(_ field: StrptimeFormat.Field, _ names: [StaticString]) -> Bool {
        for (index, name) in names.enumerated() {
            var length = 0
            while length < name.utf8CodeUnitCount, position + length < text.count,
                text[position + length] | 0x20 == name.utf8Start[length]
            {
                length += 1
            }
            guard length == name.utf8CodeUnitCount || length >= 3 else { continue }
            position += length == name.utf8CodeUnitCount ? length : 3
            set(field, index + 1)
            return true
        }
        return false
    }

    private mutating func takeSecondsSinceEpoch() -> Bool {
        let start = position
        var seconds: Int64 = 0
        while position < start + 12, byte &- UInt8(ascii: "0") < 10 {
            seconds = seconds * 10 + Int64(byte - UInt8(ascii: "0"))
            position += 1
        }
        sinceEpoch = seconds
        return position > start && seconds <= WallClock.lastMillisecond / 1_000
    }

    private mutating func takeZone(isName: Bool) -> Bool {
        skip { $0 == UInt8(ascii: " ") }
        let start = position
        if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
            if isName { return false }
            position += 1
            skip { 0x30...0x39 ~= $0 || $0 == UInt8(ascii: ":") }
        } else {
            skip { 0x61...0x7A ~= $0 | 0x20 }
        }
        offset = UTCOffset.seconds(UnsafeRawBufferPointer(rebasing: text[start..<position]))
        return offset != nil
    }

    var wallClock: WallClock? {
        if let sinceEpoch { return WallClock(seconds: sinceEpoch, offset: 0) }
        guard let days else { return nil }
        let hour = hourOfHalf.map { $0 % 12 + (isAfternoon ? 12 : 0) } ?? hour
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + min(second, 59)
        return WallClock(seconds: Int64(seconds), isLeapSecond: second == 60, offset: offset)
    }

    private var days: Int? {
        guard let year = wholeYear else { return nil }
        if let month, let day {
            guard day <= CivilDate.length(ofMonth: month, year: year) else { return nil }
            return CivilDate.days(year: year, month: month, day: day)
        }
        guard let dayOfYear, dayOfYear < 366 || CivilDate.isLeap(year) else { return nil }
        return CivilDate.days(year: year, month: 1, day: dayOfYear)
    }

    /// POSIX: without a century, 69 to 99 are in the 20th and 0 to 68 in the 21st.
    private var wholeYear: Int? {
        if let year { return year }
        guard let yearOfCentury else { return nil }
        if let century { return century * 100 + yearOfCentury }
        return yearOfCentury + (yearOfCentury < 69 ? 2_000 : 1_900)
    }
}
