import Foundation
import Testing

/// Input of any format, mapped to events, as `convert` prints them.
@Suite struct ConvertTests {
    private static func convert(
        _ input: [UInt8],
        _ arguments: [String],
        exit code: Int32 = 0
    ) async throws -> Outcome {
        let stimulus = Case(.bytes(input), ["convert", "-q"] + arguments).with { stimulus in
            stimulus.defaults = []
            stimulus.environment = [:]
            stimulus.lines = []
            stimulus.converges = false
        }
        return try await stimulus.gives(exit: code, requests: 0)
    }

    private static func lines(_ text: String, _ arguments: String..., exit code: Int32 = 0) async throws -> [String] {
        let outcome = try await convert(Array(text.utf8), arguments, exit: code)
        return outcome.standardOutput.split(separator: "\n").map(String.init)
    }

    private static func event(_ number: Int) -> String {
        #"{"event":"e","properties":{"$insert_id":"i-\#(number)","time":1714566896,"n":\#(number)}}"#
    }

    private static func isSample(_ name: String) -> Bool { name.hasSuffix(".events.ndjson") }

    static let presets: [String] = {
        let files = try? FileManager.default.contentsOfDirectory(atPath: ProjectFile.path("samples/presets"))
        return (files ?? []).filter(isSample).map { String($0.dropLast(".events.ndjson".count)) }.sorted()
    }()

    @Test func `every preset has a sample`() async throws {
        let list = try await Case(.bytes([]), ["presets"]).with { stimulus in
            stimulus.defaults = []
            stimulus.environment = [:]
        }.gives(exit: 0, requests: 0).standardOutput
        let names = list.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(names.count >= 19)
        for name in names { #expect(Self.presets.contains(name), "\(name)") }
        let readme = try ProjectFile.text("samples/presets/README.md")
        for name in names { #expect(readme.contains(name), "\(name)") }
    }

    /// The samples hold a line that is rejected, but for some of those of several presets.
    @Test(arguments: presets) func `a preset's sample comes out as the events beside it`(name: String) async throws {
        let folder = "samples/presets"
        let isArray = FileManager.default.fileExists(atPath: ProjectFile.path("\(folder)/\(name).json"))
        let input = try ProjectFile.bytes("\(folder)/\(name).\(isArray ? "json" : "ndjson")")
        let options = name.split(separator: "+").flatMap { ["--from", String($0)] }
        let hasRejects = !["cloudwatch+structlog", "gcp-logging+pino"].contains(name)
        let outcome = try await Self.convert(input, options, exit: hasRejects ? 65 : 0)
        #expect(outcome.standardOutput == (try ProjectFile.text("\(folder)/\(name).events.ndjson")))
        #expect(outcome.errors.isEmpty != hasRejects, "\(outcome.standardError)")
    }

    @Test func `arrays, values one after the other and pretty-printed objects are read`() async throws {
        let events = (1...3).map(Self.event)
        let joined = events.joined(separator: ",\n")
        for text in [
            "[\(joined)]", "[\n\(joined)\n]\n", events.joined(), "\u{1E}" + events.joined(separator: "\n\u{1E}"),
        ] {
            #expect(try await Self.lines(text) == events, "\(text.prefix(20))")
        }
        let pretty = "{\n \"event\": \"e\",\n \"properties\": {\"$insert_id\": \"i\", \"time\": 1}\n}\n"
        #expect(try await Self.lines(pretty + pretty).count == 2)
    }

    @Test func `an array that is cut is an error, after what came before`() async throws {
        let text = "[" + (1...3).map(Self.event).joined(separator: ",") + ",{\"event\":"
        #expect(try await Self.lines(text, exit: 66) == (1...3).map(Self.event))
    }

    @Test func `what cannot be parsed in an array has its row, and the array is not taken for cut`() async throws {
        let text = "[\(Self.event(1)),{\"event\" 1},\(Self.event(3))]"
        let outcome = try await Self.convert(Array(text.utf8), [], exit: 65)
        #expect(outcome.standardOutput == Self.event(1) + "\n")
        #expect(outcome.standardError.hasPrefix("line 2: not_json: "), "\(outcome.standardError)")
        let offset = 1 + Self.event(1).utf8.count + 1 + 9
        #expect(outcome.standardError.contains("at byte offset \(offset) "), "\(outcome.standardError)")
        let cut = try await Self.convert(Array(text.utf8.dropLast()), [], exit: 66)
        #expect(cut.standardError.hasPrefix("line 2: not_json: "), "\(cut.standardError)")
    }

    @Test func `a table of another age is refused, with the command to use`() async throws {
        let outcome = try await Self.convert(Array("event,time\re,1\r".utf8), ["--format", "csv"], exit: 65)
        #expect(
            outcome.standardError.contains(#"tr '\r' '\n' < FILE | mixport convert -q --format csv"#),
            "\(outcome.standardError)"
        )
    }

    @Test func `a table is read by its header, and a record of another length is rejected by its line`() async throws {
        let text = "name,ts,user,n\r\nSigned up,2024-05-01 12:34:56,\"u,1\",7\r\nx,y\r\n"
        let options = ["--format", "csv", "--map", "event=.name", "--map", "time=.ts", "--map", "distinct_id=.user"]
        let outcome = try await Self.convert(Array(text.utf8), options, exit: 65)
        #expect(outcome.standardOutput.hasPrefix(#"{"event":"Signed up","properties":{"$insert_id":""#))
        #expect(outcome.standardOutput.hasSuffix(#"","time":1714566896000,"distinct_id":"u,1","n":7}}"# + "\n"))
        #expect(outcome.standardError.hasPrefix("line 2: fields: "), "\(outcome.standardError)")
    }

    @Test(arguments: [
        ([0x50, 0x4B, 3, 4, 20, 0, 0, 0], "bsdtar"), ([0x28, 0xB5, 0x2F, 0xFD, 4, 0, 0, 0], "zstd"),
        (Array("PAR1".utf8) + [21, 0, 0, 0], "duckdb"), (Array("<html><body>\n".utf8), "HTML"),
        (Array("a,b,c\n1,2,3\n".utf8), "--format csv"),
    ]) func `what is no lines of JSON is refused at once, with the command to use`(
        start: [UInt8],
        hint: String
    ) async throws {
        let outcome = try await Self.convert(start, [], exit: 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.standardError.contains(hint), "\(outcome.standardError)")
    }

    @Test func `an export that broke off is not taken for a whole one`() async throws {
        let text = Self.event(1) + "\nterminated early\n"
        let outcome = try await Self.convert(Array(text.utf8), [], exit: 66)
        #expect(outcome.standardOutput == Self.event(1) + "\n")
        #expect(outcome.standardError.contains("broke off"), "\(outcome.standardError)")
    }

    @Test func `an option that cannot be understood is pointed at`() async throws {
        let outcome = try await Self.convert([], ["--map", "time=.ts | upcase"], exit: 64)
        let messages = outcome.standardError.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(messages[0].hasPrefix("mixport: --map: "), "\(outcome.standardError)")
        #expect(messages[1] == "time=.ts | upcase")
        #expect(messages[2].hasSuffix("^"))
    }

    @Test func `an import maps as convert does, skips what is left out, and goes on where it stopped`() async throws {
        let input = try ProjectFile.bytes("samples/presets/segment.ndjson")
        try await WorkDirectory.with { directory in
            let report = directory.path("report.ndjson")
            let arguments = [Binary.path, "--sandbox", "-q", "--from", "segment", "--report", report]
            let first = try await Tool.run(arguments, input: input)
            #expect(first.ending == .exit(65))
            let rows = try InputLines(directory.contents("report.ndjson") ?? []).raw.map { try Row(Array($0)) }
            let events = try ProjectFile.text("samples/presets/segment.events.ndjson").split(separator: "\n")
            #expect(rows.count { $0.status == .imported } == events.count)
            #expect(rows.contains { $0.status == .skipped && $0.reason == "where" })
            for row in rows where row.status == .imported {
                let id = "\"$insert_id\":\"\(row.insertID ?? "")\""
                #expect(events.contains { $0.contains(id) }, "\(row.text)")
            }
            let before = directory.contents("report.ndjson")
            let again = try await Tool.run(arguments + ["--resume"], input: input)
            #expect(again.ending == .exit(65))
            #expect(directory.contents("report.ndjson") == before)
            let other = try await Tool.run(arguments + ["--resume", "--map", "insert_id=.nothing"], input: input)
            #expect(other.ending == .exit(78))
        }
    }
}
