import Foundation
import MixpanelSandbox
import Testing

@Suite struct ReportCommandTests {
    private static func stimulus(_ path: String, _ contents: [UInt8]? = nil) -> Case {
        Case(.bytes([]), ["report", path]).with { stimulus in
            stimulus.defaults = []
            stimulus.environment = [:]
            stimulus.prepare = { if let contents { try $0.write(contents, to: path) } }
        }
    }

    /// Standard error is for what goes wrong.
    private static func lines(_ contents: [UInt8]) async throws -> [String] {
        let outcome = try await stimulus("r.ndjson", contents).gives(exit: 0, requests: 0)
        #expect(outcome.errors.isEmpty, "\(outcome)")
        #expect(outcome.modes.keys.sorted() == ["r.ndjson"])
        return outcome.standardOutput.split(separator: "\n").map(String.init)
    }

    /// The table, in which what is not named is 0.
    private static func expect(
        _ said: [String],
        _ counts: [String: Int],
        at location: SourceLocation = #_sourceLocation
    ) {
        for name in ["imported", "valid", "rejected", "undelivered", "unknown", "blank", "lines"] {
            guard let row = said.first(where: { $0.hasPrefix("\(name) ") }) else {
                #expect(
                    ["imported", "valid"].contains(name) && counts[name] == nil,
                    "\(said)",
                    sourceLocation: location
                )
                continue
            }
            let number = row.split(separator: " ").dropFirst().first.map(String.init)
            #expect(number == "\(counts[name] ?? 0)", "\(said)", sourceLocation: location)
        }
        #expect(said.contains { $0.hasPrefix("lines ") && $0.hasSuffix("all accounted for") }, sourceLocation: location)
    }

    private static func row(_ line: Int, _ more: String) -> String { #"{"line":\#(line),\#(more)}"# + "\n" }

    private static let good = row(1, #""status":"imported","insert_id":"id-1""#)
    private static let bad = row(
        2,
        #""status":"rejected","by":"mixport","reason":"not_json","column":1,"message":"Expected \u001b[2J a value""#
    )
    private static let blank = row(3, #""status":"blank""#)
    private static let stopped = row(
        4,
        #""status":"undelivered","insert_id":"id-4","reason":"stopped","message":"no \u202e","code":401"#
    )

    @Test func `a huge file without a row is refused before it is read to its end`() async throws {
        let stimulus = Self.stimulus("r.ndjson", []).with { stimulus in
            stimulus.prepare = { directory in
                try directory.write("{", to: "r.ndjson")
                #expect(truncate(directory.path("r.ndjson"), 1 << 31) == 0)
            }
        }
        let outcome = try await stimulus.gives(exit: 65, requests: 0)
        #expect(outcome.memory < 300 << 20, "\(outcome.memory)")
    }

    @Test func `the sample report is summarised`() async throws {
        let report = try Samples.text("mistakes.report.ndjson")
        let rows = try InputLines(report).raw.map { try Row(Array($0)) }
        let said = try await Self.lines(report)
        let rejected = rows.count { $0.status == .rejected }
        Self.expect(said, ["imported": 2, "rejected": rejected, "blank": 1, "lines": rows.count])
        for reason in Set(rows.compactMap(\.reason)) {
            let first = rows.first { $0.reason == reason }
            let isNamed = said.contains { $0.contains(reason) && $0.contains("line \(first?.line ?? 0)") }
            #expect(isNamed, "\(reason): \(said)")
        }
    }

    @Test func `reasons come with their first lines, and nothing that a terminal obeys`() async throws {
        let said = try await Self.lines(Array((Self.good + Self.bad + Self.blank).utf8))
        Self.expect(said, ["imported": 1, "rejected": 1, "blank": 1, "lines": 3])
        #expect(said.contains { $0.contains("1 rejected not_json") && $0.contains("line 2") })
        #expect(said.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E } }, "\(said)")
    }

    @Test func `a stopped run is said to be resumable`() async throws {
        let said = try await Self.lines(Array((Self.good + Self.bad + Self.blank + Self.stopped).utf8))
        Self.expect(said, ["imported": 1, "rejected": 1, "undelivered": 1, "blank": 1, "lines": 4])
        #expect(said.contains { $0.contains("resume") }, "\(said)")
        #expect(said.allSatisfy { !$0.unicodeScalars.contains("\u{202E}") })
    }

    @Test func `a torn last row is said to be torn, and not counted`() async throws {
        let whole = Array((Self.good + Self.bad).utf8)
        for count in [1, 10, Self.bad.utf8.count - 1] {
            let said = try await Self.lines(Array(whole.prefix(Self.good.utf8.count + count)))
            Self.expect(said, ["imported": 1, "lines": 1])
            #expect(said.contains { $0.contains("torn") }, "\(said)")
        }
    }

    @Test func `a dry run's report and an empty one are summarised as well`() async throws {
        let valid = Self.row(1, #""status":"valid","insert_id":"id-1""#)
        Self.expect(try await Self.lines(Array(valid.utf8)), ["valid": 1, "lines": 1])
        #expect(try await Self.lines([]).count >= 1)
    }

    @Test(arguments: ["nowhere.ndjson", ".", "loop"]) func `what cannot be read is an error that is named`(
        path: String
    ) async throws {
        let stimulus = Self.stimulus(path).with { $0.prepare = { try $0.link("loop", to: "loop") } }
        let outcome = try await stimulus.gives(exit: 66, requests: 0)
        #expect(outcome.standardError.contains(path) && outcome.messages.count == 1, "\(outcome)")
        #expect(outcome.output.isEmpty)
    }

    @Test(arguments: ["hello\n", "\n", good + "{}\n" + blank]) func `what is no report is refused`(
        text: String
    ) async throws {
        let outcome = try await Self.stimulus("r.ndjson", Array(text.utf8)).with { $0.converges = false }
            .run(exits: [65, 66, 78])
        #expect(outcome.standardError.contains("r.ndjson"), "\(outcome)")
    }

    @Test func `a full disk at standard output is an error`() async throws {
        let stimulus = Self.stimulus("r.ndjson", Array(Self.good.utf8)).with { $0.standardOutput = "/dev/full" }
        let outcome = try await stimulus.gives(exit: 74, requests: 0)
        #expect(!outcome.errors.isEmpty)
    }

    @Test func `a report needs no input`() async throws {
        let stimulus = Self.stimulus("r.ndjson", Array(Self.good.utf8)).with { $0.input = .terminal }
        try await stimulus.gives(exit: 0, requests: 0)
    }
}

extension Case {
    /// Where the contract leaves the code open.
    fileprivate func run(exits codes: [Int32]) async throws -> Outcome {
        try await Chain.with(service) { chain in
            try prepare(chain.directory)
            let outcome = try await run(in: chain.directory, against: chain.sandbox)
            #expect(codes.contains { outcome.ending == .exit($0) }, "\(outcome)")
            return outcome
        }
    }
}
