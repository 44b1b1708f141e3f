import MixpanelImport

/// The words of `--reason`: a code, then words that the field or the message has, as in `validation:time:future`.
struct ReasonSelector {
    private let code: String?
    private let words: [String]

    init?(_ text: String) {
        let words = text.split(separator: ":").map { $0.lowercased() }
        guard let first = words.first else { return nil }
        let isCode = Self.isCode(first)
        code = isCode ? first : nil
        self.words = isCode ? Array(words.dropFirst()) : words
    }

    private static func isCode(_ word: String) -> Bool { Reason.isCode(word) }

    func picks(_ group: ReasonGroup) -> Bool { picks(reason: group.reason, field: group.field, message: group.message) }

    func picks(_ line: ReviewedLine) -> Bool {
        guard let reason = line.text(line.row.reason), code == nil || code == reason else { return false }
        return words.isEmpty
            || picks(reason: reason, field: line.text(line.row.field), message: line.text(line.row.message))
    }

    private func picks(reason: String, field: String?, message: String?) -> Bool {
        guard code == nil || code == reason else { return false }
        // A code of another version of this program is no word that this one knows.
        if code == nil, words == [reason] { return true }
        let text = "\(field ?? "") \(message ?? "")".lowercased()
        return words.allSatisfy { text.contains($0) }
    }

    /// All that the message says of the fault, but for what differs from line to line. Colons part words.
    private static func phrases(of group: ReasonGroup) -> String {
        let message = (group.message ?? "").lowercased()
        let fault = message.ranges(of: " is invalid: ").last.map { message[$0.upperBound...] } ?? message[...]
        let parts = fault.split { ":…\"'".contains($0) }.filter { $0.contains(where: \.isLetter) }
        return parts.map { String($0.trimmingPrefix { $0 == " " }) }.joined(separator: ":")
    }

    /// The shortest one that picks these lines and, where words can do that, no others.
    static func text(for group: ReasonGroup, among groups: [ReasonGroup]) -> String {
        let alike = groups.filter { $0.reason == group.reason }
        guard alike.count > 1 else { return group.reason }
        let field = group.field?.split(separator: ".").last.map(String.init)
        let withField = [group.reason, field].compactMap(\.self).joined(separator: ":")
        func isUnique(_ text: String) -> Bool {
            ReasonSelector(text).map { selector in groups.count { selector.picks($0) } == 1 } ?? false
        }
        if isUnique(withField) { return withField }
        let words: [Substring] = (group.message ?? "").split { !$0.isLetter }
            .filter { $0.count > 3 && $0.allSatisfy(\.isASCII) }
        let oneWord = words.map { "\(withField):\($0.lowercased())" }
        return (oneWord.reversed() + ["\(withField):\(phrases(of: group))"]).first(where: isUnique) ?? withField
    }
}
