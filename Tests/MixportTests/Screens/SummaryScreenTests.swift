import Foundation
import MixpanelSandbox
import Testing

/// The end of a run, and what is read of it later, on terminals of two widths.
@Suite struct SummaryScreenTests {
    private static let columns = Captured.widths

    @Test(arguments: columns) func `a summary of many reasons`(columns: UInt16) async throws {
        let text = Array(try Samples.text("mistakes.ndjson"))
        let (screen, outcome) = try await Captured.run(.file(text), [], columns: columns)
        #expect(outcome.ending == .exit(65), "\(outcome)")
        Captured.expectFits(screen, columns: columns)
        for pattern in [
            /^imported +2 +6\.25 %/, /^rejected +[0-9]+ +90\.62 % +report\.rejects\.ndjson$/,
            /^lines +32   all accounted for, to the end of the input$/, /^why rejected +first +last line$/,
            /^  and [0-9]+ more reasons, [0-9]+ lines$/, #/^report +report\.ndjson,/#,
            /^why: .* report report\.ndjson$/,
        ] as [Regex<Substring>] {
            #expect(screen.lines.contains { $0.contains(pattern) }, "\(pattern): \(screen.lines)")
        }
        // Places stand beside what they are of, however wide the terminal is.
        let reasons = screen.lines.filter { $0.contains(#/^(?:why rejected|[ ]+[0-9]+  [a-z_]+:[ ])/#) }
        #expect(reasons.count == 9 && Set(reasons.map(\.count)).count <= 2, "\(reasons)")
        #expect(reasons.allSatisfy { $0.count < 140 }, "\(reasons)")
    }

    @Test(arguments: columns) func `a dry run`(columns: UInt16) async throws {
        let text = Array(try Samples.text("events.ndjson"))
        let (screen, outcome) = try await Captured.run(.file(text), ["--dry-run"], columns: columns)
        #expect(outcome.ending == .exit(0), "\(outcome)")
        Captured.expectFits(screen, columns: columns)
        #expect(screen.lines.contains("dry run: nothing was sent"), "\(screen.lines)")
        #expect(screen.lines.contains { $0.contains(/^would take +at least/) }, "\(screen.lines)")
    }

    @Test(arguments: columns) func `a dry run is a first look at what is there`(columns: UInt16) async throws {
        let first = #"{"event":"A","properties":{"time":1700000000,"distinct_id":"u","page":"\#(Self.long)"}}"#
        let lines = (0..<50).map {
            #"{"event":"B","properties":{"time":\#(1_700_000_000 + $0 * 86_400),"distinct_id":"u","$insert_id":"i\#($0)"}}"#
        }
        // One that the service refuses is not shown: it would not arrive.
        let wrong = #"{"event":"C","properties":{"time":1700004021130000,"distinct_id":"u","$insert_id":"c"}}"#
        let text = Array(([first, wrong] + lines).map { $0 + "\n" }.joined().utf8)
        let (screen, outcome) = try await Captured.run(.file(text), ["--dry-run"], columns: columns)
        #expect(outcome.ending == .exit(65), "\(outcome)")
        Captured.expectFits(screen, columns: columns)
        let said = screen.lines
        let title = try #require(said.firstIndex(of: "as they would be sent"), "\(said)")
        // The id that it gets, and no more of a long one than there is room for.
        #expect(
            said[title + 1].contains(#/^  line 1 \{"event":"A","properties":\{"\$insert_id":"[0-9a-f]+.*…$/#),
            "\(said)"
        )
        #expect(said[title + 1].count == Int(columns) - 1 || columns == 200, "\(said)")
        #expect(
            said[title + 2].hasPrefix(#"  line 3 {"event":"B""#) && said[title + 3].hasPrefix("  line 4 "),
            "\(said)"
        )
        #expect(
            said.contains { $0.contains(/^would need +[0-9.]+ kB for the report, [0-9.]+ [MG]B are free there$/) },
            "\(said)"
        )
        #expect(said.contains { $0.contains(/^over time +\|.+\| about [0-9]+ days? each$/) }, "\(said)")
    }

    @Test func `wide characters take two columns`() async throws {
        let names = (1...9).map { "東京イベント計測\(String(repeating: "計", count: $0))" }
        let lines = names.map { #"{"event":"\#($0)","properties":{"time":1700000000,"distinct_id":"u"}}"# + "\n" }
        let wrong = "{\"event\": \u{FF0C}\n"
        let text = Array((lines.joined() + wrong).utf8)
        let (screen, outcome) = try await Captured.run(.file(text), ["--dry-run"], columns: 80)
        #expect(outcome.ending == .exit(65), "\(outcome)")
        let wide = screen.lines.filter { $0.terminalColumns > 80 && !Captured.isWhole($0) }
        #expect(wide.isEmpty, "\(wide)")
        #expect(screen.lines.contains { $0.contains("東京") && $0.hasSuffix(" more") }, "\(screen.lines)")
    }

    private static let long = String(repeating: "x", count: 300)

    /// All but one of 20,001 is not all of them.
    @Test func `a hundred percent are all`() async throws {
        let text = Array((Event.lines(20_000) + "{}\n").utf8)
        let (screen, _) = try await Captured.run(.file(text), [], columns: 80)
        #expect(screen.lines.contains { $0.contains(/^imported +20,000 +99\.99 %/) }, "\(screen.lines)")
        #expect(screen.lines.contains { $0.contains(/^rejected +1 +<0\.01 %/) }, "\(screen.lines)")
    }

    /// Lines that were given up are not among those that were done.
    @Test func `the rate of a run that stopped is that of its verdicts`() async throws {
        let options = ["--batch-events", "10", "--give-up-after", "2s"]
        let text = Array(Event.lines(20_000).utf8)
        let fault = FaultRule.request(.from(2), .rateLimited())
        let (screen, outcome) = try await Captured.run(.file(text), options, columns: 80, faults: [fault])
        #expect(outcome.count(.imported) == 10 && outcome.rows.count > 100, "\(outcome)")
        #expect(screen.lines.contains { $0.contains(/^took +[0-9.]+s, [0-9] lines?\/s/) }, "\(screen.lines)")
    }

    @Test(arguments: columns) func `refused credentials`(columns: UInt16) async throws {
        let fault = FaultRule.request(.always, .status(401))
        let text = Array(Event.lines(5).utf8)
        let (screen, outcome) = try await Captured.run(.file(text), [], columns: columns, faults: [fault])
        #expect(outcome.ending == .exit(77), "\(outcome)")
        Captured.expectFits(screen, columns: columns)
        #expect(screen.lines.contains { $0.hasPrefix("mixport: stopping: 401") }, "\(screen.lines)")
    }

    @Test func `another kind of input has no summary`() async throws {
        let text = Array("time,user,name\n1,2,3\n4,5,6\n".utf8)
        let (screen, outcome) = try await Captured.run(.file(text), [], columns: 80)
        #expect(outcome.ending == .exit(65), "\(outcome)")
        #expect(screen.lines.count == 1 && screen.lines[0].contains("a table (CSV)"), "\(screen.lines)")
        // The file that the command is to read is known.
        #expect(screen.lines[0].contains("/input"), "\(screen.lines)")
    }
}
