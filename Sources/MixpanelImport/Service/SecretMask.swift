internal import FoundationEssentials

/// Hides secrets in texts of a server, which may repeat them whole or in part, and in the spelling of JSON, of a URL, of
/// HTML or of base64.
package struct SecretMask: Sendable {
    /// Masking texts this short would damage ordinary words.
    private static let shortestSecret = 8
    /// As long a piece of a secret is no accident.
    private static let longestPiece = 12
    private static let beginning = 4
    /// Far more than is ever shown of a text.
    private static let mostBytes = 1 << 16

    private struct Form {
        var letters: [UInt8]
        /// So many letters of it in a row are hidden.
        var least: Int
    }

    /// What to look for, as `Spelling` has it.
    private var forms: [Form] = []
    /// Where in which form these letters, of which any piece begins with some, are to be found.
    private var places: [UInt32: [(form: Int, offset: Int)]] = [:]

    package init(_ secrets: [String]) {
        var seen: Set<[UInt8]> = []
        let whole = secrets.filter { $0.utf8.count >= Self.shortestSecret }
        for text in whole + whole.map({ Data($0.utf8).base64EncodedString() }) {
            // One that looks like a code for something else is looked for as it is, and as what it would stand for.
            for letters in [Spelling(plain: text).letters, Spelling(decoding: text).letters] {
                // Some programs leave out the `=` at the end of base64.
                let letters = Array(letters[..<(letters.lastIndex { $0 != UInt8(ascii: "=") }.map { $0 + 1 } ?? 0)])
                if letters.count >= Self.shortestSecret, seen.insert(letters).inserted { add(letters) }
            }
        }
    }

    private mutating func add(_ letters: [UInt8]) {
        let form = forms.count
        forms.append(Form(letters: letters, least: min(letters.count, Self.longestPiece)))
        for offset in 0...(letters.count - Self.beginning) {
            places[Self.beginning(of: letters, at: offset), default: []].append((form, offset))
        }
    }

    private static func beginning(of letters: [UInt8], at offset: Int) -> UInt32 {
        letters[offset..<(offset + beginning)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The beginning of the text, as much as may be shown of it, with `…` in the place of each secret. To be done before
    /// anything is cut, because the beginning of a secret might be too short to be found.
    func masked(_ text: String) -> String {
        guard !forms.isEmpty, !text.isEmpty else { return text }
        let isLong = text.utf8.count > Self.mostBytes
        let start = isLong ? String(decoding: text.utf8.prefix(Self.mostBytes), as: UTF8.self) : text
        let decoded = hiding(Spelling(decoding: start), in: start)
        return hiding(Spelling(plain: decoded), in: decoded)
    }

    private func hiding(_ spelling: Spelling, in text: String) -> String {
        var shown: [UInt8] = []
        let bytes = Array(text.utf8)
        var copied = 0
        var position = 0
        while position + Self.beginning <= spelling.letters.count {
            let length = pieceLength(spelling.letters, at: position)
            guard length > 0 else {
                position += 1
                continue
            }
            let start = spelling.starts[position]
            // Pieces one after the other are one.
            if start > copied || shown.isEmpty { shown += bytes[copied..<start] + Array("…".utf8) }
            position += length
            // The padding of base64 goes with it.
            while position < spelling.letters.count, spelling.letters[position] == UInt8(ascii: "=") { position += 1 }
            copied = position < spelling.starts.count ? spelling.starts[position] : bytes.count
        }
        return copied == 0 ? text : String(decoding: shown + bytes[copied...], as: UTF8.self)
    }

    /// How many letters from there on are a piece of a secret that is long enough; 0: none.
    private func pieceLength(_ letters: [UInt8], at position: Int) -> Int {
        var longest = 0
        for (form, offset) in places[Self.beginning(of: letters, at: position)] ?? [] {
            let length = zip(letters[position...], forms[form].letters[offset...]).prefix { $0 == $1 }.count
            if length >= forms[form].least { longest = max(longest, length) }
        }
        return longest
    }
}
