/// U+FEFF in UTF-8, which editors and exports put before a text. In concatenated files it stands in the middle, too.
package enum ByteOrderMark {
    static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The bytes of a mark at the start of the line: 3 or 0.
    @inline(__always)
    package static func length(in line: UnsafeRawBufferPointer) -> Int {
        line.count >= 3 && line[0] == 0xEF && line[1] == 0xBB && line[2] == 0xBF ? 3 : 0
    }
}
