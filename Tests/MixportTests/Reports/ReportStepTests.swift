import Foundation
import Testing

/// The commands that a report names, and how they are explained.
@Suite struct ReportStepTests {
    private struct Step: Equatable {
        var command: String
        var text: String
    }

    private static func steps(_ report: ReportCase, _ names: String...) async throws -> [Step] {
        let lines = try await report.run(names).outputLines
        return lines.indices.filter { lines[$0].hasPrefix("next: ") }.map { index in
            let words = lines[index].split(separator: " ", maxSplits: 2)
            return Step(command: String(words[2]), text: lines[index + 1].trimmingPrefix { $0 == " " }.description)
        }
    }

    private static let rows = (1...3).map { ReportCase.good($0) }.joined()
    private static let stopped = ReportCase.row(2, #""status":"undelivered","reason":"stopped""#)
    private static let cut = ReportCase.summary(lines: 2, complete: false, exit: 130)

    @Test func `a run that nothing says the end of may be resumed`() async throws {
        let steps = try await Self.steps(ReportCase(["r.ndjson": Self.rows]), "r.ndjson")
        #expect(steps.map(\.command) == ["--report r.ndjson --resume < INPUT"])
        #expect(steps.first?.text.contains("options") == true, "\(steps)")
        let complete = ReportCase(["r.ndjson": Self.rows, "r.summary.json": ReportCase.summary(lines: 3)])
        #expect(try await Self.steps(complete, "r.ndjson").isEmpty)
    }

    @Test func `a run that ended at its limit goes on`() async throws {
        let summary = ReportCase.summary(lines: 3, complete: false)
        let steps = try await Self.steps(ReportCase(["r": Self.rows, "r.summary.json": summary]), "r")
        #expect(steps.map(\.command) == ["--report r --resume < INPUT"])
        #expect(steps.first?.text.contains("--limit") == true, "\(steps)")
    }

    @Test func `of several reports those that were cut short are resumed first`() async throws {
        let rows = ReportCase.good(1) + ReportCase.pending(2)
        let reports = ReportCase([
            "a": rows, "a.summary.json": ReportCase.summary(lines: 2), "b": ReportCase.good(1) + Self.stopped,
            "b.summary.json": Self.cut,
        ])
        let steps = try await Self.steps(reports, "a", "b")
        #expect(steps.count == 2 && steps[0].command == "--report b --resume < INPUT", "\(steps)")
        #expect(steps.last?.command.hasPrefix("report a b --status pending --raw | ") == true, "\(steps)")
        #expect(steps.last?.text.contains("(1 line)") == true, "\(steps)")
    }

    @Test func `of many reports that were cut short some are named, and how many there are`() async throws {
        let parts = (1...12).map { "p\($0)" }
        var files: [String: String] = [:]
        for part in parts {
            files[part] = ReportCase.good(1) + Self.stopped
            files["\(part).summary.json"] = Self.cut
        }
        let lines = try await ReportCase(files).run(parts).standardOutput
        #expect(lines.components(separatedBy: "--resume").count - 1 == 3 && lines.contains("of 12 "), "\(lines)")
    }

    @Test func `a compressed report is unpacked before it is resumed or replayed`() async throws {
        for (name, plain) in [("r.ndjson.gz", "r.ndjson"), ("./-r.gz", "./-r")] {
            var report = ReportCase([:])
            report.files[name] = try await Verifying.gzip(Self.rows + "{")
            let steps = try await Self.steps(report, name)
            #expect(steps.count == 1, "\(steps)")
            let lines = try await report.run(name).standardOutput
            #expect(lines.contains("next: gunzip \(name) && "), "\(lines)")
            #expect(lines.contains(" --report \(plain) --resume < INPUT\n"), "\(lines)")
        }
        var pending = ReportCase(["r.summary.json": ReportCase.summary(lines: 2)])
        pending.files["r.gz"] = try await Verifying.gzip(ReportCase.good(1) + ReportCase.pending(2))
        let lines = try await pending.run("r.gz").standardOutput
        #expect(lines.contains("next: gunzip r.gz && ") && lines.contains(" replay r < INPUT\n"), "\(lines)")
    }

    @Test func `a replay is resumed as a replay, and what verify missed is not resumed`() async throws {
        let rows = ReportCase.good(3) + ReportCase.row(7, #""status":"undelivered","reason":"stopped""#)
        let replay = try await Self.steps(ReportCase(["r": rows, "r.summary.json": Self.cut]), "r")
        #expect(replay.map(\.command) == ["replay REPORT --report r --resume < INPUT"])
        let missing = ReportCase.row(3, #""status":"unknown","reason":"not_in_export""#)
        let steps = try await Self.steps(ReportCase(["m": missing]), "m")
        #expect(steps.map(\.command) == ["replay m < INPUT"] && steps[0].text.contains("options"), "\(steps)")
    }

    @Test func `joined reports are no run's report`() async throws {
        let rows = ReportCase.good(1) + ReportCase.pending(2) + ReportCase.good(1) + Self.stopped
        let steps = try await Self.steps(ReportCase(["r": rows]), "r")
        #expect(steps.count == 1 && steps[0].command.hasPrefix("report r --status pending --raw | "), "\(steps)")
        #expect(steps.first?.text.contains("(2 lines)") == true, "\(steps)")
    }

    @Test func `no two steps are the same command`() async throws {
        let rows = (1...9).map { line in
            ReportCase.refused(line, line % 3 == 0 ? "must be a number" : "must be a number from 1")
        }
        let report = ReportCase(["r": rows.joined(), "r.summary.json": ReportCase.summary(lines: 9)])
        let steps = try await Self.steps(report, "r")
        #expect(Set(steps.map(\.command)).count == steps.count, "\(steps)")
        #expect(steps.contains { $0.text.contains("6 rejected") } || steps.contains { $0.text.contains("9 rejected") })
    }

    @Test func `words that stand in another order are told apart by more of them`() async throws {
        let rows = ReportCase.refused(1, "text, not a list") + ReportCase.refused(2, "list, not a text")
        let report = ReportCase(["r": rows, "r.summary.json": ReportCase.summary(lines: 2)])
        let steps = try await Self.steps(report, "r")
        #expect(steps.count == 2 && Set(steps.map(\.command)).count == 2, "\(steps)")
        for step in steps {
            let words = try #require(step.command.firstMatch(of: /--reason '?([^']*)'?$/)?.1)
            let found = try await report.run("r", "--reason", String(words)).outputLines
            #expect(found.count { $0.hasPrefix("line ") } == 1, "\(found)")
        }
    }
}
