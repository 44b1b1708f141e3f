import FoundationEssentials

extension Encodable {
    /// For programs: one line, without its end, always with the same order of members. Only for what can always be encoded.
    var jsonLine: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { preconditionFailure("\(Self.self) is always encodable") }
        return String(decoding: data, as: UTF8.self)
    }
}
