import Testing

@Suite struct JSONTests {
    @Test func `every JSON value is let through as it is`() async throws {
        let values = JSONCorpus.valid
        let text = values.enumerated().map { Event.line($0 + 1, value: $1) + "\n" }.joined()
        try await Case(text).gives(exit: 0, .imported(Amount(values.count)))
    }

    @Test func `whatever is no JSON value is rejected here`() async throws {
        let values = JSONCorpus.invalid
        let text = values.enumerated().map { Event.line($0 + 1, value: $1) + "\n" }.joined()
        let outcome = try await Case(text).gives(exit: 65, .rejected(Amount(values.count), "not_json"), requests: 0)
        #expect(outcome.stored.isEmpty)
        for row in outcome.rows where row.column == nil { Issue.record("no column: \(row.text)") }
    }

    @Test func `a good line needs nothing around it`() async throws {
        let line = Event.line(1)
        let good = [line, " \(line)", "\(line) ", "\t\(line)\t", "\r\(line)\r"]
        try await Case(good.joined(separator: "\n")).gives(exit: 0, .imported(5), requests: 1)
        let bad = [
            line + line, "\(line) \(line)", "\(line),", ",\(line)", "\(line)x", "\(line)]", "\(line)}", "\(line) // x",
            "// \(line)", "x\(line)", "\u{A0}\(line)", "\(line)\0", "\(line)\u{FEFF}", "'\(line)'", "\(line);",
            line.replacing("\"", with: "'"), line.replacing(":", with: "="), line.replacing("1717200001", with: "NaN"),
            line.replacing("}}", with: ",}}"), line.replacing("}}", with: "},}"), line.replacing("{", with: "{,"),
        ]
        let outcome = try await Case(bad.joined(separator: "\n"), "--format", "ndjson").gives(
            exit: 65,
            .rejected(21, "not_json"),
            requests: 0
        )
        #expect(outcome.rows.count == bad.count)
    }

    @Test func `a control character in a string is rejected where it stands`() async throws {
        let line = Event.line(1, value: "\"a\u{6}b\"")
        let outcome = try await Case(line + "\n").gives(exit: 65, .rejected(1, "not_json"), requests: 0)
        let place = try #require(Array(line.utf8).firstIndex(of: 6))
        #expect(outcome.rows[0].column == place + 1)
    }

    @Test(arguments: JSONCorpus.malformedUTF8.indices)
    func `what is not UTF-8 is rejected where it begins`(index: Int) async throws {
        let (bytes, name) = JSONCorpus.malformedUTF8[index]
        let parts = Event.line(2, value: "\"aaaa|b\"").split(separator: "|").map { Array($0.utf8) }
        let line = parts[0] + bytes + parts[1]
        let text = Array(Event.lines(1).utf8) + line + [0x0A] + Event.lines(3...3).utf8
        let stimulus = Case(text).with { $0.converges = index % 6 == 0 }
        let outcome = try await stimulus.gives(exit: 65, .imported(2), .rejected(1, "not_utf8"), requests: 1)
        let column = try #require(outcome.rows[1].column)
        let place = parts[0].count
        #expect((place + 1)...(place + bytes.count) ~= column, "\(name): \(outcome.rows[1].text)")
    }

    @Test func `bytes that are not UTF-8 spoil a line wherever they stand`() async throws {
        let line = Array(Event.line(1).utf8)
        let lines = [[0xFF] + line, line + [0xFF], Array(line.prefix(8)) + [0xE9] + line.dropFirst(8)]
        let text = lines.joined(separator: [0x0A])
        let outcome = try await Case(Array(text)).gives(exit: 65, .rejected(3), requests: 0)
        #expect(outcome.rows.allSatisfy { $0.reason == "not_utf8" || $0.reason == "not_json" })
    }

    @Test func `128 levels are let through, one more is not`() async throws {
        func nested(_ levels: Int, _ open: String, _ middle: String, _ close: String) -> String {
            String(repeating: open, count: levels) + middle + String(repeating: close, count: levels)
        }
        // The event and its properties are two levels.
        let arrays = [126, 127].map { Event.line($0, value: nested($0, "[", "", "]")) }
        let objects = [126, 127].map { Event.line(1_000 + $0, value: nested($0, "{\"a\":", "0", "}")) }
        let text = (arrays + objects).joined(separator: "\n")
        let outcome = try await Case(text).gives(exit: 65, .imported(2), .rejected(2, "too_deep"), requests: 1)
        #expect(outcome.rows.map(\.status) == [.imported, .rejected, .imported, .rejected])
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":", "[[[]],"])
    func `an endless descent ends at once`(opening: String) async throws {
        let text =
            String(repeating: opening, count: 100_000) + "\n"
            + Event.line(1, value: String(repeating: opening, count: 100_000)) + "\n"
        // An array as the first value would be read as an array of events.
        try await Case(text, "--format", "ndjson").gives(exit: 65, .rejected(2, "too_deep"), requests: 0)
    }
}
