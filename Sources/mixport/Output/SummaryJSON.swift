import FoundationEssentials
import MixpanelImport

extension Summary {
    /// One JSON object, for programs.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(Object(self)) else { preconditionFailure("a summary is always encodable") }
        return String(decoding: data, as: UTF8.self)
    }
}

private struct Object: Encodable {
    struct Counts: Encodable {
        var lines: Int
        var imported: Int
        var rejected: Int
        var undelivered: Int
        var unknown: Int
        var blank: Int
        var skipped: Int
    }

    struct Reason: Encodable {
        var status: String
        var reason: String
        var field: String?
        var count: Int
        var firstLine: Int
        var message: String?

        enum CodingKeys: String, CodingKey {
            case status
            case reason
            case field
            case count
            case firstLine = "first_line"
            case message
        }
    }

    struct Bytes: Encodable {
        var raw: Int
        var compressed: Int
    }

    /// Where each file stands that has lines in it.
    struct Files: Encodable {
        var report: String?
        var rejects: String?
        var pending: String?
        /// Those that others moved, cut or wrote to during the run.
        var changed: [String]?
    }

    let schema = 1
    var counts: Counts
    var reasons: [Reason]
    var requests: Int
    var retries: [String: Int]
    var bytes: Bytes
    var seconds: Double
    var files: Files
    var exitCode: Int32
    var complete: Bool

    enum CodingKeys: String, CodingKey {
        case schema
        case counts
        case reasons
        case requests
        case retries
        case bytes
        case seconds
        case files
        case exitCode = "exit_code"
        case complete
    }

    init(_ summary: Summary) {
        let result = summary.result
        let lines = result.counts
        counts = Counts(
            lines: lines.lines,
            imported: lines.imported + lines.valid,
            rejected: lines.rejected,
            undelivered: lines.undelivered,
            unknown: lines.unknown,
            blank: lines.blank,
            skipped: lines.skipped
        )
        reasons = result.reasons.byFrequency.map {
            Reason(
                status: $0.status.rawValue,
                reason: $0.reason.code,
                field: $0.field,
                count: $0.count,
                firstLine: $0.firstLine,
                message: $0.message
            )
        }
        requests = result.statistics.requests
        retries = result.statistics.retries
        bytes = Bytes(raw: result.statistics.bodyBytes, compressed: result.statistics.sentBytes)
        seconds = summary.duration / .seconds(1)
        let written = summary.files
        let changed = summary.changedFiles.map(\.path.text)
        files = Files(
            report: written.report.isThere || written.report.isEmpty && !written.report.isStream
                ? written.report.path.text : nil,
            rejects: written.rejects.isThere ? written.rejects.path.text : nil,
            pending: written.pending.isThere ? written.pending.path.text : nil,
            changed: changed.isEmpty ? nil : changed
        )
        exitCode = summary.ending.code
        complete = result.isComplete
    }
}
