extension Unicode.Scalar {
    /// Ranges of East Asian Width `W` and `F`, joined over what is not assigned; emoji are known by a property of their
    /// own. https://www.unicode.org/reports/tr11/
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4C6,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
    /// Vowels and final consonants of Hangul, which are drawn into the syllable before them.
    private static let joining: [ClosedRange<UInt32>] = [0x1160...0x11FF, 0xD7B0...0xD7FF]
    /// Two of them make a flag, which is as wide as one emoji.
    private static let halvesOfFlags: ClosedRange<UInt32> = 0x1F1E6...0x1F1FF

    /// Columns that a terminal gives the character.
    fileprivate var columns: Int {
        if value < 0x300 { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        if Self.joining.contains(where: { $0.contains(value) }) { return 0 }
        if properties.isEmojiPresentation { return Self.halvesOfFlags.contains(value) ? 1 : 2 }
        return Self.wide.contains { $0.contains(value) } ? 2 : 1
    }
}

extension StringProtocol {
    /// Columns of a terminal that the text takes, which has nothing in it that a terminal obeys.
    var columns: Int {
        let isASCII = utf8.allSatisfy { $0 < 0x80 }
        return isASCII ? utf8.count : unicodeScalars.reduce(0) { $0 + $1.columns }
    }

    /// As much of the beginning as has room, in whole characters.
    func prefix(columns: Int) -> SubSequence {
        var rest = columns
        return prefix { character in
            rest -= String(character).columns
            return rest >= 0
        }
    }

    /// As much of the end as has room, in whole characters.
    func suffix(columns: Int) -> SubSequence {
        var rest = columns
        var start = endIndex
        while start > startIndex {
            let previous = index(before: start)
            rest -= self[previous..<start].columns
            if rest < 0 { break }
            start = previous
        }
        return self[start...]
    }

    /// The text where it has room, else as much of it as has room beside the dots that stand for the rest.
    func cut(columns: Int, dots: String = "…") -> String {
        self.columns <= columns ? String(self) : prefix(columns: Swift.max(0, columns - dots.columns)) + dots
    }
}
