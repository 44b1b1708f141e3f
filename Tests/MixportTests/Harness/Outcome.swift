import MixpanelSandbox

/// Everything that can be seen of a run from outside.
struct Outcome: Sendable {
    /// What the service saw of it.
    struct Served: Sendable {
        var ledger: Ledger
        var requests: [RequestRecord]
        var events: [[UInt8]]

        init(_ sandbox: RunningSandbox) async throws {
            ledger = try await sandbox.ledger
            requests = try await sandbox.requests
            events = try await sandbox.events
        }
    }

    var command: [String]
    var ending: Child.Ending
    var isHung: Bool
    var processor: Duration
    /// At its peak, in bytes.
    var memory: Int
    var duration: Duration
    var output: [UInt8]
    var errors: [UInt8]
    /// As the machine lists the running process.
    var commandLine: [UInt8]
    var paths: FilePaths
    var report: [UInt8]?
    var rejects: [UInt8]?
    var pending: [UInt8]?
    /// The companion of the report that says how the run ended.
    var summary: [UInt8]?
    /// Names and permissions in the work directory, but for summaries.
    var modes: [String: UInt32]
    /// Those of summaries.
    var summaryModes: [String: UInt32]
    var served: Served
    var rows: [Row]
    /// The run was stopped before it had come to the end of the report that it resumed, and left it as it was.
    var hasAddedNothing = false

    var standardOutput: String { String(decoding: output, as: UTF8.self) }
    var standardError: String { String(decoding: errors, as: UTF8.self) }
    var messages: [Substring] { standardError.split(separator: "\n") }
    var stored: [String] { served.events.map { String(decoding: $0, as: UTF8.self) } }

    func count(_ status: Row.Status) -> Int { rows.count { $0.status == status } }
}

/// Where a run writes.
struct FilePaths: Sendable {
    var report: String
    var rejects: String
    var pending: String
    var summary: String
    /// Rows are on standard output.
    var isStream: Bool { report == "-" }

    init(_ arguments: [String]) {
        func value(_ name: String) -> String? {
            arguments.lastIndex(of: name).flatMap { arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil }
        }
        report = value("--report") ?? "report.ndjson"
        var stem = report
        for ending in [".ndjson", ".jsonl", ".json"] where report.hasSuffix(ending) && report != ending {
            stem = String(report.dropLast(ending.count))
        }
        rejects = value("--rejects") ?? "\(stem).rejects.ndjson"
        pending = value("--pending") ?? "\(stem).pending.ndjson"
        summary = "\(stem).summary.json"
    }
}

extension Outcome: CustomStringConvertible {
    var description: String {
        """
        command: \(command.joined(separator: " "))
        ending: \(isHung ? "hung" : "\(ending)") after \(duration), \(memory >> 20) MiB, \(processor) of processor
        standard error: \(cut(standardError))
        standard output: \(cut(standardOutput))
        requests: \(requestLines.prefix(30).joined(separator: "\n    "))
        stored: \(served.ledger.events), distinct: \(served.ledger.distinct)
        rows: \(rows.count); those not imported:
            \(rows.filter { $0.status != .imported }.prefix(10).map(\.text).joined(separator: "\n    "))
        files: \(modes.map { "\($0.key) \(String($0.value & 0o7777, radix: 8))" }.sorted().joined(separator: ", "))
        """
    }

    private var requestLines: [String] {
        served.requests.map { request in
            "\(request.number) on connection \(request.connection): \(request.method) \(request.target), "
                + "\(request.events) events, \(request.bytes) bytes, answered \(request.status.map(String.init) ?? "nothing")"
        }
    }

    private func cut(_ text: String) -> String {
        text.isEmpty ? "nothing" : "\n    " + text.prefix(4_000).split(separator: "\n").joined(separator: "\n    ")
    }
}
