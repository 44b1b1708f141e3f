import MixpanelImport
import Testing

@Suite struct JSONFilterTests {
    @Test(arguments: [
        ("[{\"a\":1},{\"b\":2}]", ["{\"a\":1}", "{\"b\":2}"]),
        ("[\n  {\"a\": 1},\r\n  {\n    \"b\":\t2\r\n  }\n]\n", ["{\"a\": 1}", "{     \"b\":\t2    }"]),
        ("{\"a\":1}{\"b\":2}", ["{\"a\":1}", "{\"b\":2}"]),
        ("\u{1E}{\"a\":1}\n\u{1E}{\"b\":2}\n", ["{\"a\":1}", "{\"b\":2}"]),
        ("{\"a\":1},\n{\"b\":2},\n", ["{\"a\":1}", "{\"b\":2}"]),
        ("[[1,2],[3]] [4]", ["[1,2]", "[3]", "4"]),
        ("123 456 \"text\"\"more\"truefalse null", ["123", "456", "\"text\"", "\"more\"", "true", "false", "null"]),
        ("\u{FEFF}[1]\n\u{FEFF}[2]", ["1", "2"]),
        ("] ]{}", ["{}"]),
        ("", []),
        (" \n\t,", []),
    ])
    func `values become lines, however they are laid out`(input: String, lines: [String]) {
        let run = FormatRun(input, options: FormatOptions(.json))
        #expect(run.texts == lines)
        #expect(run.faults.isEmpty && run.error == nil, "\(run)")
    }

    @Test(arguments: [
        ("[\n{\"a\":1,},\n{\"b\":2}\n]", ["{\"a\":1,}", "{\"b\":2}"], 1, 9),
        ("{\"a\" 1}\n{\"b\":2}", ["{\"a\" 1}", "{\"b\":2}"], 1, 5),
        ("{\"a\":1,\n{\"b\":2}", ["{\"a\":1", "{\"b\":2}"], 1, 8),
        ("{\"a\":\"x\n{\"b\":2}", ["{\"a\":\"x", "{\"b\":2}"], 1, 7),
        ("{\"a\":1}\nnul\n[{\"b\":2}]", ["{\"a\":1}", "nul", "{\"b\":2}"], 2, 11),
        ("{\"a\":01} {\"b\":2}\n \n{}", ["{\"a\":01} {\"b\":2}", "{}"], 1, 6),
        ("{\"a\":\"x\ny\"}", ["{\"a\":\"x y\"}"], 1, 7),
        ("{\"a\":\"\u{1}\"}\r\n{}", ["{\"a\":\"\u{1}\"}", "{}"], 1, 6),
        ("{\"a\":1, \t\n , \n", ["{\"a\":1,"], 1, 11),
        ("{\"a\":", ["{\"a\":"], 1, 5),
    ])
    func `a value that cannot be parsed is one line, and ends before a bracket at a line's start`(
        input: String,
        lines: [String],
        line: Int,
        offset: Int
    ) {
        let run = FormatRun(input, options: FormatOptions(.json))
        #expect(run.texts == lines)
        guard case .json(offset, _)? = run.faults.first?.kind else {
            Issue.record("\(run)")
            return
        }
        #expect(run.faults.map(\.line) == [line], "\(run)")
    }

    @Test(arguments: [
        (
            "{\"a\":1,}",
            "Expected a key in double quotes, found '}'; a trailing comma is not JSON, at byte offset 7 of the input."
        ),
        ("{\"a\":\"x\ny\"}", "A control character in a string, at byte offset 7 of the input; it must be escaped."),
        ("{\"a\":1,  \n", "Expected ',' or '}', found the end of the line, at byte offset 10 of the input."),
        ("{\"a\":\"\u{1}\"}", "Control character 0x01 in a string; it must be escaped, at byte offset 6 of the input."),
    ])
    func `a fault says where in the input it is`(input: String, message: String) {
        let run = FormatRun(input, options: FormatOptions(.json))
        let fault = run.lines.first.map { line in line.withUnsafeBytes { run.faults.first?.eventFault(of: $0) } }
        #expect(fault??.message == message)
    }

    @Test(arguments: ["[", "[{\"a\":1}", "[{\"a\":1},{\"b\":", "[\n{\"a\":1},\n\"\u{E4}"])
    func `an array that is still open at the end is an error, and half an element is no line`(input: String) {
        let run = FormatRun(input, options: FormatOptions(.json))
        #expect(run.error == .openArray)
        #expect(run.faults.isEmpty, "\(run)")
        #expect(run.output.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().count <= 1, "\(run)")
    }

    @Test func `a million brackets are one line after the other, and take no memory`() {
        let run = FormatRun([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000), options: FormatOptions(.json))
        #expect(run.output.count == 1_000_000)
        #expect(run.faults == [FormatFault(line: 1, kind: .json(offset: 129, column: 129))])
    }

    @Test func `128 levels are read, 129 are not`() {
        for (levels, faults) in [(128, 0), (129, 1)] {
            let text =
                String(repeating: "{\"a\":", count: levels - 1) + "[]" + String(repeating: "}", count: levels - 1)
            let run = FormatRun(text, options: FormatOptions(.json))
            #expect(run.faults.count == faults, "\(levels) levels: \(run.faults)")
            #expect(run.texts == [text])
        }
    }

    @Test func `what is known of generated and damaged input does not depend on how it is cut`() {
        var random = SeededRandom(seed: 1)
        for round in 0..<120 {
            let input = JSONSamples.input(using: &random)
            let expected = SlowJSONLines(input)
            let whole = FormatRun(input, options: FormatOptions(.json))
            if case .refused = whole.error { continue }
            #expect(whole.faults == expected.faults, "round \(round): \(visible(input))\(whole)")
            #expect(whole.error == (expected.isOpen ? .openArray : nil), "round \(round): \(visible(input))\(whole)")
            var lines = whole.lines
            if whole.output.last != 0x0A, let rest = lines.popLast() {
                #expect(rest == expected.rest, "round \(round): \(visible(input))\(whole)")
            }
            #expect(lines == expected.lines, "round \(round): \(visible(input))\(whole)")
            for cuts in everyCut(of: input.count) {
                let run = FormatRun(input, cuts: cuts, options: FormatOptions(.json))
                guard run != whole else { continue }
                Issue.record(
                    "round \(round), cut at \(cuts.count == 1 ? "\(cuts)" : "each byte"): \(visible(input))\(whole)\(run)"
                )
                return
            }
            if whole.faults != expected.faults || lines != expected.lines { return }
            checkAgainstScanner(whole, lines: lines, round: round)
        }
    }

    /// The filter finds fault with a line exactly where the scanner does, but for a line break within a string.
    private func checkAgainstScanner(_ run: FormatRun, lines: [[UInt8]], round: Int) {
        for (index, line) in lines.enumerated() {
            let scanned = scanFault(line)
            let syntax = scanned.flatMap { [.notJSON, .notUTF8, .tooDeep].contains($0.reason) ? $0 : nil }
            guard let fault = run.faults.first(where: { $0.line == index + 1 }) else {
                #expect(syntax == nil, "round \(round): \(visible(line))")
                continue
            }
            guard case .json(_, let column) = fault.kind else { continue }
            let event = line.withUnsafeBytes { fault.eventFault(of: $0) }
            #expect([.notJSON, .notUTF8, .tooDeep].contains(event.reason), "round \(round): \(visible(line))")
            if syntax?.column != min(column, line.count + 1) {
                #expect(line[column - 1] == 0x20, "round \(round): \(visible(line)), column \(column)")
            }
        }
    }
}
