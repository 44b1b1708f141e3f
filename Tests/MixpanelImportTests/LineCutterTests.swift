import MixpanelImport
import Testing

@Suite struct LineCutterTests {
    /// All that a cutter makes of a text that comes in chunks of this size; parts of long lines begin with their number.
    private static func cut(_ text: [UInt8], by size: Int, longest: Int) -> [String] {
        var cutter = LineCutter(longestLine: longest)
        var cuts: [String] = []
        func note(_ cut: borrowing LineCutter.Cut, _ number: Int) {
            switch cut {
            case .line(let line): cuts.append("\(number): " + String(decoding: line, as: UTF8.self))
            case .part(let part, .first): cuts.append("\(number), long: " + String(decoding: part, as: UTF8.self))
            case .part(let part, let position):
                cuts[cuts.count - 1] += String(decoding: part, as: UTF8.self)
                if case .last(let bytes) = position { cuts[cuts.count - 1] += " (\(bytes))" }
            }
        }
        for start in stride(from: 0, to: text.count, by: size) {
            text[start..<min(start + size, text.count)].withUnsafeBytes { chunk in
                cutter.feed(chunk)
                while let cut = cutter.next() { note(cut, cutter.lines) }
            }
        }
        if let cut = cutter.finish() { note(cut, cutter.lines) }
        return cuts
    }

    @Test func `wherever a chunk ends, the lines are the same`() {
        let text =
            "\u{FEFF}one\n\u{FEFF}\nthree\r\n12345678\n123456789\r\n1234567890abc\n"
            + "\u{FEFF}12345678\n \u{FEFF}\n\u{FEFF}"
        let expected = [
            "1: one\n", "2: \n", "3: three\r\n", "4: 12345678\n", "5, long: 123456789\r (10)",
            "6, long: 1234567890abc (13)", "7: 12345678\n", "8:  \u{FEFF}\n",
        ]
        for size in 1...text.utf8.count {
            #expect(Self.cut(Array(text.utf8), by: size, longest: 8) == expected, "chunks of \(size) bytes")
        }
    }

    @Test func `a line that does not end does not count as read`() {
        var cutter = LineCutter(longestLine: 4)
        "{}\n1234567".utf8.withContiguousStorageIfAvailable { text in
            cutter.feed(UnsafeRawBufferPointer(text))
            while cutter.next() != nil {}
            #expect(cutter.lines == 2)
            let begun = cutter.abandon()
            #expect(begun?.isLong == true && begun?.bytes == 7)
            #expect(cutter.lines == 1)
        }
    }
}
