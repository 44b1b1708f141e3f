/// What messages about the same fault have in common: values in quotes and numbers left out.
enum MessagePattern {
    static func pattern(of message: String) -> String {
        let scalars = Array(message.unicodeScalars)
        var pattern = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if let end = endOfQuoted(scalars, from: index) {
                pattern.append(scalar)
                pattern.append("…")
                pattern.append(scalars[end])
                index = end + 1
            } else if isDigit(scalar) {
                pattern.append("…")
                while index < scalars.count, isDigit(scalars[index]) { index += 1 }
            } else {
                pattern.append(scalar)
                index += 1
            }
        }
        return String(pattern)
    }

    /// An apostrophe within a word opens nothing.
    private static func endOfQuoted(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
        let quote = scalars[start]
        guard quote == "'" || quote == "\"" else { return nil }
        guard start == 0 || !scalars[start - 1].properties.isAlphabetic else { return nil }
        return scalars[(start + 1)...].firstIndex(of: quote)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
