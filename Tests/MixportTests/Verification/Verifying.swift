import Foundation
import MixpanelSandbox
import Testing

/// One run of `mixport verify` on a report and an export.
struct Verifying {
    let outcome: Outcome
    /// What is there afterwards.
    let files: [String: String]

    /// Twenty lines that are imported, and a blank one.
    static let report = (1...20).map { row($0) }.joined() + #"{"line":21,"status":"blank"}"# + "\n"

    static func row(_ line: Int, id: String? = nil) -> String {
        #"{"line":\#(line),"status":"imported","insert_id":"\#(id ?? "id-\(line)")"}"# + "\n"
    }

    /// A day for every five lines, from 2024-06-01 on.
    static func event(_ line: Int, id: String? = nil, name: String = "Test", more: String = "") -> String {
        let time = 1_717_200_000 + (line - 1) / 5 * 86_400
        return #"{"event":"\#(name)","properties":{"time":\#(time),"$insert_id":"\#(id ?? "id-\(line)")"\#(more)}}"#
    }

    static func events(_ lines: some Sequence<Int>) -> String { lines.map { event($0) + "\n" }.joined() }

    static func gzip(_ text: String) async throws -> [UInt8] {
        try await Tool.run("gzip", "-c", input: Array(text.utf8)).output
    }

    init(
        _ export: [UInt8],
        _ arguments: [String] = [],
        report: String = report,
        exit code: Int32,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let stimulus = Case(.bytes(export), ["verify", "r.ndjson"] + arguments).with { stimulus in
            stimulus.defaults = []
            stimulus.environment = [:]
        }
        (outcome, files) = try await Chain.with(stimulus.service) { chain in
            try chain.directory.write(report, to: "r.ndjson")
            try chain.directory.write(Self.events(1...20), to: "events.ndjson")
            try chain.directory.write("mine", to: "mine.ndjson")
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(code), "\(outcome)", sourceLocation: location)
            #expect(chain.files["r.ndjson"] == report, sourceLocation: location)
            return (outcome, chain.files)
        }
    }

    init(
        _ export: String,
        _ arguments: [String] = [],
        report: String = report,
        exit code: Int32,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        try await self.init(Array(export.utf8), arguments, report: report, exit: code, at: location)
    }

    var lines: [String] { outcome.standardOutput.split(separator: "\n").map(String.init) }

    /// The words of the line that begins with this one.
    func words(_ beginning: String) -> [Substring] {
        let line = lines.first { $0.hasPrefix(beginning) } ?? "nothing"
        return line.dropFirst(beginning.count).split(separator: " ")
    }

    func hasLine(_ text: String) -> Bool { lines.contains(text) }
}
