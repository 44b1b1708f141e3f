import Foundation
import MixpanelSandbox
import Testing

/// What is said where all lines are rejected.
@Suite struct HintTests {
    private func hint(_ input: [UInt8], _ arguments: String...) async throws -> (text: String, options: [String]) {
        let outcome = try await run(input, arguments)
        let hint = try #require(outcome.json?["hint"] as? [String: Any], "\(outcome)")
        return (try #require(hint["text"] as? String), try #require(hint["options"] as? [String]))
    }

    private func run(_ input: [UInt8], _ arguments: [String]) async throws -> Outcome {
        try await Gate.shared.pass {
            try await WorkDirectory.with { directory in
                try await Sandbox.withServer(SandboxConfiguration()) { sandbox in
                    try await Case(.bytes(input), ["--dry-run", "--json"] + arguments).run(
                        in: directory,
                        against: sandbox
                    )
                }
            }
        }
    }

    /// What `convert` makes of it.
    private func printed(_ input: [UInt8], _ arguments: [String]) async throws -> String {
        try await Gate.shared.pass {
            try await WorkDirectory.with { directory in
                try await Sandbox.withServer(SandboxConfiguration()) { sandbox in
                    let stimulus = Case(.bytes(input), ["convert", "-q"] + arguments).with { $0.defaults = [] }
                    return try await stimulus.run(in: directory, against: sandbox).standardOutput
                }
            }
        }
    }

    /// The words of a shell's command.
    private func words(_ options: [String]) async throws -> [String] {
        let command = "printf '%s\\0' " + options.joined(separator: " ")
        let output = try await Tool.run("sh", "-c", command, input: []).output
        return output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static let samples: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: ProjectFile.path("samples/presets"))) ?? []
        // Raw exports can be imported as they are.
        return names.filter { $0 != "README.md" && !$0.contains(".events.") && $0 != "mixpanel.ndjson" }.sorted()
    }()

    @Test(arguments: samples) func `a sample of a preset is known by its lines`(_ name: String) async throws {
        let input = try Samples.text("presets/\(name)")
        let hint = try await hint(input)
        let presets = name.prefix { $0 != "." }.split(separator: "+").map { "--from \($0)" }
        #expect(hint.options == presets, "\(hint)")
        #expect(hint.text.hasPrefix("line "), "\(hint)")
        let outcome = try await run(input, try await words(hint.options))
        #expect(outcome.count(.valid) > 0, "\(outcome)")
    }

    private static let event = #""event":"A","properties""#

    @Test(arguments: [
        (#"{\#(event):{"time":1714566896123456,"distinct_id":"u"}}"#, "microseconds"),
        (#"{\#(event):{"time":1714566896123456789,"distinct_id":"u"}}"#, "nanoseconds"),
        (#"{\#(event):{"time":"1714566896","distinct_id":"u"}}"#, "as text"),
        (#"{\#(event):{"time":"2024-05-01T12:34:56.123Z","distinct_id":"u"}}"#, "as text"),
        (#"{\#(event):{"time":1714566896.123,"distinct_id":"u"}}"#, "no whole number"),
        (#"{"timestamp":1714566896,\#(event):{"distinct_id":"u"}}"#, "no time"),
        (#"{\#(event):{"distinct_id":"u","created_at":"2024-05-01 12:34:56"}}"#, "no time"),
        (#"{\#(event):{"time":1714566896,"user_id":"u"}}"#, "no distinct_id"),
        (#"{\#(event):{"time":1714566896}}"#, "no distinct_id"),
        (#"{\#(event):{"time":1714566896,"distinct_id":"Null"}}"#, "placeholder"),
        (#"{\#(event):{"time":1714566896,"distinct_id":["u"]}}"#, "no text"),
        (#"{\#(event):{"time":1714566896,"distinct_id":"u","$insert_id":"a:b"}}"#, "$insert_id"),
        (#"{"name":"A","ts":1714566896,"uid":"u","plan":"team"}"#, "has name, ts, uid, plan"),
        (#"{"kind of":"A","@timestamp":"2024-05-01T12:34:56Z","type":"B"}"#, "@timestamp"),
        (#"{"_airbyte_data":{\#(event):{"time":1714566896,"distinct_id":"u"}},"x":1}"#, "Airbyte"),
        (
            #"{"topic":"t","partition":1,"value":"{\"event_type\":\"A\",\"event_time\":\"2024-05-01 12:34:56\"}"}"#,
            "Kafka"
        ),
        (#"{"results":[{\#(event):{"time":1714566896,"distinct_id":"u"}}],"next":null}"#, "array of objects"),
        (#"2024-05-01T12:34:56Z stdout F {\#(event):{"time":1714566896,"distinct_id":"u"}}"#, "text before"),
        (
            #"{"event":"A","distinct_id":"u","timestamp":"2024-05-01T12:34:56Z","plan":"team"}"#,
            "has event, distinct_id"
        ),
        (#"{"event_type":"A","event_time":"2024-05-01 12:34:56","user_id":"u","plan":"x"}"#, "has event_type"),
        (#"{"event_name":"A","event_timestamp":1714566896,"user_id":"u","date":"2024-05-01"}"#, "has event_name"),
        (#"{"name":"A","timestamp":1714566896,"userId":"u","items":[{"sku":"a"}]}"#, "has name, timestamp"),
        (#"{"event":"A","properties":"{\"time\":1714566896,\"distinct_id\":\"u\"}"}"#, "properties as text"),
        (#"{"data":{\#(event):{"time":1714566896,"distinct_id":"u"}}}"#, "an event in .data"),
        (
            #"{"date":1,"log":"INFO {\"event\":\"A\",\"properties\":{\"time\":1714566896,\"distinct_id\":\"u\"}}"}"#,
            "in .log"
        ),
        (#"{"timestamp":1714566896,\#(event):{"n":1}}"#, "no time"),
        (#"web-1 | {"level":30,"time":1714566896123,"pid":7,"event":"A","userId":"u"}"#, "pino"),
    ])
    func `the options that it names read the line`(line: String, word: String) async throws {
        let input = Array((line + "\n" + line + "\n").utf8)
        let hint = try await hint(input)
        #expect(hint.text.contains(word), "\(hint)")
        if line.contains("plan") {
            let printed = try await printed(input, try await words(hint.options))
            #expect(printed.contains("\"plan\":"), "\(hint) \(printed)")
        }
        let missing = hint.options.contains { $0.hasSuffix("…") }
        if missing { return }
        let outcome = try await run(input, try await words(hint.options))
        #expect(outcome.count(.valid) == 2, "\(hint) \(outcome)")
    }

    @Test func `an array that is read as lines is named`() async throws {
        let array = Array("[\(Event.line(1))]\n".utf8)
        let hint = try await hint(array, "--format", "ndjson")
        #expect(hint.options == ["--format json"], "\(hint)")
        #expect(try await run(array, ["--format", "json"]).count(.valid) == 1)
    }

    @Test func `a preset that is given is not named again, another one is`() async throws {
        let amplitude = Array(#"{"event_type":"A","event_time":"yesterday","user_id":"u"}"#.utf8)
        #expect(try await run(amplitude, ["--from", "amplitude"]).json?["hint"] == nil)
        #expect(try await hint(amplitude, "--map", "event=.x").options == ["--from amplitude"])
    }

    @Test func `a good line needs no hint, and people read it too`() async throws {
        let bad = Event.line(1, #","x":"#) + "\n"
        let mixed = try await run(Array((bad + Event.lines(1)).utf8), [])
        #expect(mixed.json?["hint"] == nil)
        let amplitude = Array(#"{"event_type":"A","event_time":"2024-05-01 12:34:56","user_id":"u"}"#.utf8)
        let outcome = try await Case(amplitude, "--dry-run").gives(exit: 65, .rejected(1))
        let text =
            "hint: line 1 looks like Amplitude's export (it has event_type, event_time, user_id); try --from amplitude"
        #expect(outcome.messages.contains(Substring(text)), "\(outcome)")
    }

    @Test(arguments: [
        #"{"event":"A","properties":{"time":1714566896,"distinct_id":"u",}}"#,
        #"{"event":"A","properties":{"time":NaN,"distinct_id":"u"}}"#,
        #"{\"event\":\"A\",\"properties\":{}}"#,
    ])
    func `a line that is no JSON gets no advice on its members`(line: String) async throws {
        #expect(try await run(Array((line + "\n").utf8), []).json?["hint"] == nil)
    }

    @Test func `lines of a function among those of its platform are found`() async throws {
        let messages = [
            "START RequestId: 1", #"{\"level\":30,\"time\":1714566896123,\"pid\":7,\"event\":\"A\",\"userId\":\"u\"}"#,
        ]
        let events = messages.map { #"{"id":"1","timestamp":1714566896123,"message":"\#($0)"}"# }.joined(separator: ",")
        let line = #"{"messageType":"DATA_MESSAGE","logGroup":"g","logEvents":[\#(events)]}"#
        let hint = try await hint(Array(line.utf8))
        #expect(hint.options == ["--from cloudwatch", "--from pino"], "\(hint)")
        #expect(try await run(Array(line.utf8), try await words(hint.options)).count(.valid) == 1)
    }

    @Test func `it is said that all lines are skipped`() async throws {
        let input = Array((Event.lines(3) + "\n").utf8)
        let hint = try await hint(input, "--where", ".nowhere")
        #expect(hint.text.contains("line 1 is skipped by these options, as are all others"), "\(hint)")
        #expect(hint.options.isEmpty)
        #expect(try await run(input, ["--where", ".event"]).json?["hint"] == nil)
    }

    @Test func `convert says it too`() async throws {
        let amplitude = Array(#"{"event_type":"A","event_time":"2024-05-01 12:34:56","user_id":"u"}"#.utf8)
        let outcome = try await Gate.shared.pass {
            try await WorkDirectory.with { directory in
                try await Sandbox.withServer(SandboxConfiguration()) { sandbox in
                    let stimulus = Case(amplitude, "convert").with { $0.defaults = [] }
                    return try await stimulus.run(in: directory, against: sandbox)
                }
            }
        }
        #expect(outcome.standardError.contains("hint: line 1 looks like Amplitude's export"), "\(outcome)")
    }

    @Test func `what a mapping changed is counted`() async throws {
        let lines = [
            #"{"n":"A","t":1714566896,"i":"a:b","event":1,"token":"x"}"#,
            #"{"n":"A","t":1714566896,"u":"u","a":1,"a":2}"#,
        ].joined(separator: "\n")
        let options = [
            "--map", "event=.n", "--map", "time=.t", "--map", "distinct_id=.u", "--map", "insert_id=.i", "--spread",
            ".",
        ]
        let outcome = try await run(Array(lines.utf8), options)
        let mapping = try #require(outcome.json?["mapping"] as? [String: Int], "\(outcome)")
        #expect(mapping["hashed_ids"] == 1 && mapping["events_without_user"] == 1, "\(mapping)")
        #expect(mapping["renamed_properties"] == 1 && mapping["repeated_names"] == 1, "\(mapping)")
        #expect(try await run(Array(Event.lines(1).utf8), []).json?["mapping"] == nil)
    }
}
