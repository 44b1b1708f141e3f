/// Days since 1970-01-01, as the `time` of an event has it.
package enum EventDay {
    private static let secondsPerDay: UInt64 = 86_400

    /// Seconds or milliseconds, with or without a fraction; 0 for what is no such number.
    package static func day(of time: EventScan.Value?, in event: UnsafeRawBufferPointer) -> UInt16 {
        guard let time, time.kind == .number, time.end - time.start < 20 else { return 0 }
        var value: UInt64 = 0
        for offset in time.start..<time.end {
            let digit = event[offset] &- UInt8(ascii: "0")
            if digit > 9 {
                guard event[offset] == UInt8(ascii: ".") else { return 0 }
                break
            }
            value = value &* 10 &+ UInt64(digit)
        }
        let isMilliseconds = value >= UInt64(ServiceLimits.millisecondsFrom)
        return UInt16(clamping: value / secondsPerDay / (isMilliseconds ? 1_000 : 1))
    }
}
