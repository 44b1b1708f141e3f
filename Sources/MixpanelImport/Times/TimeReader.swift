/// Reads what people and programs write for a time, exactly: no double and no calendar of the machine is on the way.
/// Nothing is allocated but for text with escapes.
package struct TimeReader: Sendable {
    private let zone: TimeZoneRules
    private let format: StrptimeFormat?

    /// - Parameters:
    ///   - zone: The time zone of times that do not name one.
    ///   - format: Tried before all other forms, on numbers too: a column of a CSV file may hold 20240501.
    package init(zone: TimeZoneRules = .utc, format: StrptimeFormat? = nil) {
        self.zone = zone
        self.format = format
    }

    /// The time that one value of a line says; its bytes are known to be JSON.
    package func milliseconds(ofJSONValue value: UnsafeRawBufferPointer) -> TimeReading {
        guard let first = value.first else { return .missing }
        switch first {
        case UInt8(ascii: "\""):
            // Text of this form has no escapes, so that nobody needs to look for them.
            var form = TimeText(UnsafeRawBufferPointer(rebasing: value[1..<(value.count - 1)]))
            if format == nil, form.beginsWithDate, let clock = form.wallClock() { return clock.reading(in: zone) }
            return JSONString.withContents(of: value) { text in milliseconds(ofText: text) }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return formatted(value) ?? DecimalTime.milliseconds(of: value)
        case UInt8(ascii: "{"):
            return TimeObject(value).milliseconds(self)
        case UInt8(ascii: "n"):
            return .missing
        default:
            return .bad(offset: 0, .wrongKind)
        }
    }

    /// The time that text says, without quotes and escapes.
    package func milliseconds(ofText text: UnsafeRawBufferPointer) -> TimeReading {
        read(text, in: zone)
    }

    /// The real time of a number of seconds or milliseconds that counts them by the clock of the zone, as Mixpanel's
    /// export did for projects from before 2023. Nil for every other value.
    package func milliseconds(ofLocalNumber value: UnsafeRawBufferPointer) -> Int64? {
        if value.first == UInt8(ascii: "\"") {
            return JSONString.withContents(of: value) { text in local(text) }
        }
        return local(value)
    }

    private func local(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var offset = 0
        guard let number = DecimalTime(bytes, offset: &offset), !number.isNegative, number.integerDigits <= 13,
            let exponent = number.exponentToMilliseconds, let shown = number.scaled(by: exponent)
        else { return nil }
        let (seconds, rest) = shown.quotientAndRemainder(dividingBy: 1_000)
        return zone.seconds(ofWallClock: seconds) * 1_000 + rest
    }

    @inline(__always)
    func read(_ text: UnsafeRawBufferPointer, in zone: borrowing TimeZoneRules) -> TimeReading {
        guard let first = text.first, let last = text.last else { return .missing }
        if first > UInt8(ascii: " "), last > UInt8(ascii: " ") { return unpadded(text, in: zone) }
        return padded(text, in: zone)
    }

    @inline(never)
    private func padded(_ text: UnsafeRawBufferPointer, in zone: borrowing TimeZoneRules) -> TimeReading {
        guard let start = text.firstIndex(where: { $0 > UInt8(ascii: " ") }) else { return .missing }
        let end = text.lastIndex { $0 > UInt8(ascii: " ") }! + 1
        let reading = unpadded(UnsafeRawBufferPointer(rebasing: text[start..<end]), in: zone)
        guard case .bad(let offset, let fault) = reading else { return reading }
        return .bad(offset: start + offset, fault)
    }

    @inline(__always)
    private func unpadded(_ text: UnsafeRawBufferPointer, in zone: borrowing TimeZoneRules) -> TimeReading {
        if let format, let clock = format.wallClock(text) { return clock.reading(in: zone) }
        var form = TimeText(text)
        guard form.beginsWithDate else { return DecimalTime.milliseconds(of: text) }
        guard let clock = form.wallClock() else { return .bad(offset: form.offset, form.fault) }
        return clock.reading(in: zone)
    }

    @inline(__always)
    private func formatted(_ bytes: UnsafeRawBufferPointer) -> TimeReading? {
        guard let format, let clock = format.wallClock(bytes) else { return nil }
        return clock.reading(in: zone)
    }
}
