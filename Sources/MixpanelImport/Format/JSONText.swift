/// Text as the contents of a JSON string.
enum JSONText {
    /// The most bytes that one byte of text becomes: `\u001f`.
    static let longestEscape = 6

    /// Writes the text, escaped where JSON asks for it, and returns where it ends. There must be room for
    /// `longestEscape` times the text. Bytes that are no UTF-8 stay what they are.
    @inline(__always)
    static func write(_ text: UnsafeRawBufferPointer, to start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        guard let base = text.baseAddress else { return start }
        var target = start
        var offset = 0
        while true {
            while offset + 8 <= text.count {
                let word = JSONLine.word(at: base + offset)
                // The eight bytes go as they are up to the first special one, and what follows it is written again.
                target.storeBytes(of: word.littleEndian, as: UInt64.self)
                let marks = JSONLine.specials(word)
                let plain = marks == 0 ? 8 : marks.trailingZeroBitCount / 8
                target += plain
                offset += plain
                if marks != 0 { break }
            }
            if offset == text.count { return target }
            target = write(text[offset], to: target)
            offset += 1
        }
    }

    /// As `write`, for the text of a quoted field of a table: two quotes stand for one.
    static func writeHalvingQuotes(
        _ text: UnsafeRawBufferPointer,
        to start: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var target = start
        var rest = text
        while let quote = rest.endOfQuotedText {
            target = write(UnsafeRawBufferPointer(rebasing: rest[...quote]), to: target)
            rest = UnsafeRawBufferPointer(rebasing: rest[(quote + 2)...])
        }
        return write(rest, to: target)
    }

    @inline(__always)
    private static func write(_ byte: UInt8, to target: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            target.storeBytes(of: byte, as: UInt8.self)
            return target + 1
        }
        return writeEscape(of: byte, to: target)
    }

    @inline(never)
    private static func writeEscape(of byte: UInt8, to target: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        let letter: UInt8? =
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
            case 0x08: UInt8(ascii: "b")
            case 0x09: UInt8(ascii: "t")
            case 0x0A: UInt8(ascii: "n")
            case 0x0C: UInt8(ascii: "f")
            case 0x0D: UInt8(ascii: "r")
            default: nil
            }
        target.storeBytes(of: UInt8(ascii: "\\"), as: UInt8.self)
        if let letter {
            target.storeBytes(of: letter, toByteOffset: 1, as: UInt8.self)
            return target + 2
        }
        let digits: StaticString = "0123456789abcdef"
        let escape = [
            UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0"), digits.utf8Start[Int(byte >> 4)],
            digits.utf8Start[Int(byte & 0x0F)],
        ]
        (target + 1).copyMemory(from: escape, byteCount: escape.count)
        return target + longestEscape
    }
}
