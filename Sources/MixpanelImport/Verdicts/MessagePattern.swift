/// What messages about the same fault have in common: values in quotes and numbers left out.
enum MessagePattern {
    private static let ellipsis = Array("…".utf8)

    static func pattern(of message: String) -> String {
        let bytes = Array(message.utf8)
        var pattern: [UInt8] = []
        pattern.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let end = endOfQuoted(bytes, from: index) {
                pattern += [bytes[index]] + ellipsis + [bytes[index]]
                index = end + 1
            } else if isDigit(bytes[index]) {
                pattern += ellipsis
                while index < bytes.count, isDigit(bytes[index]) { index += 1 }
            } else {
                pattern.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: pattern, as: UTF8.self)
    }

    /// An apostrophe within a word opens nothing, and closes nothing where there is another one; of several in a row the
    /// last one closes.
    private static func endOfQuoted(_ bytes: [UInt8], from start: Int) -> Int? {
        let quote = bytes[start]
        guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
        guard !endsWithLetter(bytes[..<start]) else { return nil }
        var first: Int?
        for index in (start + 1)..<max(start + 1, bytes.count) where bytes[index] == quote {
            first = first ?? index
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0x20
            if next != quote, !isLetter(next), !isDigit(next) { return index }
        }
        return first
    }

    private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 || byte >= 0x80 }

    /// Whether the text ends with a letter. Signs beyond ASCII are looked at as a whole.
    private static func endsWithLetter(_ text: ArraySlice<UInt8>) -> Bool {
        guard let last = text.last else { return false }
        guard last >= 0x80 else { return isLetter(last) }
        let lead = text.lastIndex { $0 & 0xC0 != 0x80 } ?? text.startIndex
        return String(decoding: text[lead...], as: UTF8.self).unicodeScalars.first?.properties.isAlphabetic ?? false
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
}
