/// 64 bits that stand for an `$insert_id`.
enum Fingerprint {
    /// Of a JSON string, quotes included: two spellings of one text have one fingerprint.
    @inline(__always)
    static func of(_ token: UnsafeRawBufferPointer) -> UInt64 {
        JSONString.withContents(of: token, ByteHash.hash)
    }

    /// At most this is the chance that any line is called there because of another id with its fingerprint: an event of
    /// the export, or another line.
    static func chanceOfMistake(lines: Int, events: Int) -> Double {
        let pairs = Double(lines) * (Double(events) + Double(lines) / 2)
        return min(1, pairs / 0x1p64)
    }
}
