#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

extension UnsafeRawBufferPointer {
    /// An empty text is contained everywhere.
    func contains(_ text: [UInt8]) -> Bool {
        guard let first = text.first, let baseAddress else { return text.isEmpty }
        var start = 0
        while let offset = firstOffset(of: first, from: start), offset + text.count <= count {
            if memcmp(baseAddress + offset, text, text.count) == 0 { return true }
            start = offset + 1
        }
        return false
    }

    func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        guard let baseAddress, start < count else { return nil }
        return memchr(baseAddress + start, Int32(byte), count - start).map { UnsafeRawPointer($0) - baseAddress }
    }
}
