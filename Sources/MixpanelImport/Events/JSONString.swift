/// The text that a JSON string token stands for.
package enum JSONString {
    /// Calls `body` with the UTF-8 bytes between the quotes, unescaped; without an escape nothing is copied.
    /// A lone surrogate becomes U+FFFD.
    @inline(__always)
    package static func withContents<Result>(
        of token: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let contents = UnsafeRawBufferPointer(rebasing: token[(token.startIndex + 1)..<(token.endIndex - 1)])
        guard contents.contains(UInt8(ascii: "\\")) else { return body(contents) }
        return unescaped(contents).withUnsafeBytes(body)
    }

    /// The text that the bytes between the quotes stand for.
    static func text(ofContents contents: ArraySlice<UInt8>) -> String {
        guard contents.contains(UInt8(ascii: "\\")) else { return String(decoding: contents, as: UTF8.self) }
        return contents.withUnsafeBytes { String(decoding: unescaped($0), as: UTF8.self) }
    }

    private static func unescaped(_ contents: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: contents.count) { text, count in
            guard let start = text.baseAddress else { return }
            count = unescape(contents, to: start)
        }
    }

    /// Writes the text that the bytes between the quotes stand for, and returns its number of bytes. It needs no more
    /// room than `contents`: an escape is never shorter than what it stands for.
    static func unescape(_ contents: UnsafeRawBufferPointer, to start: UnsafeMutableRawPointer) -> Int {
        var end = start
        func put(_ byte: UInt8) {
            end.storeBytes(of: byte, as: UInt8.self)
            end += 1
        }
        var offset = 0
        while offset < contents.count {
            guard contents[offset] == UInt8(ascii: "\\") else {
                put(contents[offset])
                offset += 1
                continue
            }
            let letter = contents[offset + 1]
            guard letter == UInt8(ascii: "u") else {
                put(control(letter))
                offset += 2
                continue
            }
            var scalar = hexadecimal(contents, at: offset + 2)
            offset += 6
            if scalar & 0xFC00 == 0xD800, offset + 6 <= contents.count, contents[offset] == UInt8(ascii: "\\"),
                contents[offset + 1] == UInt8(ascii: "u")
            {
                let low = hexadecimal(contents, at: offset + 2)
                if low & 0xFC00 == 0xDC00 {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + low & 0x3FF
                    offset += 6
                }
            }
            for byte in UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}")! { put(byte) }
        }
        return end - start
    }

    private static func control(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    private static func hexadecimal(_ bytes: UnsafeRawBufferPointer, at start: Int) -> UInt32 {
        bytes[start..<(start + 4)].reduce(0) { value, digit in
            value << 4 | UInt32(digit < 0x40 ? digit & 0x0F : digit & 0x0F + 9)
        }
    }
}
