#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The bytes of a line.
extension JSONFilter {
    /// A line break in a value that is JSON stands between tokens.
    static func append(_ bytes: Slice<UnsafeRawBufferPointer>, to output: inout [UInt8]) {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        guard let base = bytes.baseAddress else { return }
        let start = output.count
        output.append(contentsOf: bytes)
        guard memchr(base, 0x0A, bytes.count) != nil || memchr(base, 0x0D, bytes.count) != nil else { return }
        output.withUnsafeMutableBufferPointer { output in
            for offset in start..<output.count where output[offset] == 0x0A || output[offset] == 0x0D {
                output[offset] = UInt8(ascii: " ")
            }
        }
    }

    /// The end of the line that began at `start` or before, without the white space at its end and a comma in it.
    static func endWithoutComma(_ output: [UInt8], from start: Int) -> Int {
        var end = output.count
        var hasComma = false
        while end > start {
            switch output[end - 1] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): break
            case UInt8(ascii: ",") where !hasComma: hasComma = true
            default: return end
            }
            end -= 1
        }
        return end
    }
}
