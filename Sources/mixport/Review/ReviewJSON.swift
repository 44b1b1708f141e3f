import MixpanelImport

/// What reports say as a whole, for programs.
struct ReviewJSON: Encodable {
    private struct Reason: Encodable {
        var status: String
        var reason: String
        var field: String?
        var message: String?
        var count: Int
        var firstLine: Int
        var lastLine: Int
        /// Where there are several reports.
        var first: String?
        var last: String?

        enum CodingKeys: String, CodingKey {
            case status, reason, field, message, count, first, last
            case firstLine = "first_line"
            case lastLine = "last_line"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case schema, counts, reasons, complete, reports
    }

    let reports: ReviewedReports

    var text: String {
        Self.harmless(jsonLine) + "\n"
    }

    /// The encoder leaves characters as they are that turn the direction of text; they stand only within texts.
    private static func harmless(_ json: String) -> String {
        guard !json.unicodeScalars.allSatisfy(\.isHarmless) else { return json }
        return json.unicodeScalars.map { scalar in
            guard !scalar.isHarmless else { return String(scalar) }
            return UTF16.encode(scalar)!.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }.joined()
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        let lines = reports.review.counts
        let counts = [
            "lines": lines.lines, "imported": lines.imported + lines.valid, "rejected": lines.rejected,
            "undelivered": lines.undelivered, "unknown": lines.unknown, "blank": lines.blank, "skipped": lines.skipped,
        ]
        try object.encode(1, forKey: .schema)
        try object.encode(counts, forKey: .counts)
        let groups = reports.review.reasons
        try object.encode(groups.byFrequency.map { reason(groups.groups[$0]) }, forKey: .reasons)
        // null where it is not known.
        try object.encode(reports.isComplete, forKey: .complete)
        try object.encode(reports.sources.count, forKey: .reports)
    }

    private func reason(_ group: ReasonGroup) -> Reason {
        let isOne = reports.review.parts.count <= 1
        return Reason(
            status: group.status.rawValue,
            reason: group.reason,
            field: group.field,
            message: group.message,
            count: group.count,
            firstLine: group.first.line,
            lastLine: group.last.line,
            first: isOne ? nil : reports.name(group.first),
            last: isOne ? nil : reports.name(group.last)
        )
    }
}
