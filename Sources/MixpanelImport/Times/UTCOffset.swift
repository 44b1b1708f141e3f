/// `Z`, `UTC`, `GMT`, and `+05:30`, `+0530` or `+05`.
enum UTCOffset {
    /// Seconds east of UTC, at most 23:59 hours of them.
    static func seconds(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let sign = bytes.first else { return nil }
        if sign != UInt8(ascii: "+"), sign != UInt8(ascii: "-") { return isUTC(bytes) ? 0 : nil }
        var hour: Int?
        var minute: Int? = 0
        switch bytes.count {
        case 3: hour = pair(bytes, 1)
        case 5: (hour, minute) = (pair(bytes, 1), pair(bytes, 3))
        case 6 where bytes[3] == UInt8(ascii: ":"): (hour, minute) = (pair(bytes, 1), pair(bytes, 4))
        default: return nil
        }
        guard let hour, let minute, hour < 24, minute < 60 else { return nil }
        let amount = hour * 3_600 + minute * 60
        return sign == UInt8(ascii: "-") ? -amount : amount
    }

    private static func isUTC(_ bytes: UnsafeRawBufferPointer) -> Bool {
        spells("z", bytes) || spells("utc", bytes) || spells("gmt", bytes)
    }

    private static func spells(_ name: StaticString, _ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count == name.utf8CodeUnitCount && (0..<bytes.count).allSatisfy { bytes[$0] | 0x20 == name.utf8Start[$0] }
    }

    private static func pair(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        let tens = bytes[start] &- UInt8(ascii: "0")
        let ones = bytes[start + 1] &- UInt8(ascii: "0")
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }
}
