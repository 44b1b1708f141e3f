import MixpanelImport
import Testing

/// Where reading goes on after a value that cannot be parsed.
@Suite struct JSONRecoveryTests {
    private static func expect(
        _ input: String,
        lines: [String],
        faults: [Int],
        error: FormatError? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let bytes = Array(input.utf8)
        let whole = FormatRun(bytes, options: FormatOptions(.json))
        #expect(whole.texts == lines, "\(whole)", sourceLocation: sourceLocation)
        #expect(whole.faults.map(\.line) == faults, "\(whole)", sourceLocation: sourceLocation)
        #expect(whole.error == error, "\(whole)", sourceLocation: sourceLocation)
        for cuts in everyCut(of: bytes.count) {
            let run = FormatRun(bytes, cuts: cuts, options: FormatOptions(.json))
            guard run != whole else { continue }
            Issue.record("cut at \(cuts.count == 1 ? "\(cuts)" : "each byte"): \(run)", sourceLocation: sourceLocation)
            return
        }
    }

    @Test func `a value that cannot be parsed takes the end of its array with it`() {
        Self.expect("[{\"a\":1},{\"b\" 2},{\"c\":3}]", lines: ["{\"a\":1}", "{\"b\" 2},{\"c\":3}]"], faults: [2])
        Self.expect("[01] \n", lines: ["01]"], faults: [1])
        Self.expect("[{},{\"b\" 2} ]\n{\"d\":4}", lines: ["{}", "{\"b\" 2} ]", "{\"d\":4}"], faults: [2])
    }

    @Test func `an array that was cut after such a value is still an error, and the value a line`() {
        Self.expect("[{},{\"b\" 2}", lines: ["{}", "{\"b\" 2}"], faults: [2], error: .openArray)
        Self.expect("[{},{\"b\" 2},[3],", lines: ["{}", "{\"b\" 2},[3]"], faults: [2], error: .openArray)
        Self.expect("[{},{\"b\" 2},\n{", lines: ["{}", "{\"b\" 2}", "{"], faults: [2], error: .openArray)
        Self.expect("[{},12", lines: ["{}", "12"], faults: [], error: .openArray)
    }

    @Test func `in a sequence the next record separator ends it`() {
        Self.expect(
            "\u{1E}{\"a\":1}\n\u{1E}{\"b\" 2}\n\u{1E}{\"c\":3,\u{1E}{\"d\":\n4}\n",
            lines: ["{\"a\":1}", "{\"b\" 2}", "{\"c\":3", "{\"d\": 4}"],
            faults: [2, 3]
        )
        // Elsewhere it is a byte like any other.
        Self.expect("{\"a\":\"x\u{1E}{}\"}\n{}", lines: ["{\"a\":\"x\u{1E}{}\"}", "{}"], faults: [1])
    }

    @Test func `in an array that is indented the next element does, and what is nested in it does not`() {
        let broken =
            "  {\n    \"b\" 2,\n    \"x\": [\n      {\n        \"y\": 1\n      }\n    ],\n    \"z\":\n    {\n    }\n  }"
        let line = "{     \"b\" 2,     \"x\": [       {         \"y\": 1       }     ],     \"z\":     {     }   }"
        let input = "[\n  {\n    \"a\": 1\n  },\n\(broken),\n  {\n    \"c\": 3\n  },\n\(broken)\n]\n"
        Self.expect(
            input,
            lines: ["{     \"a\": 1   }", line, "{     \"c\": 3   }", line],
            faults: [2, 4]
        )
        Self.expect("[\n\t{\"a\":1,},\n\t[2]\n  ]\n{}", lines: ["{\"a\":1,}", "[2]", "{}"], faults: [1])
    }

    @Test func `the end of an array that is indented less than its elements ends it, too`() {
        Self.expect("  [\n    {\"a\":1,}\n  ]\n{}", lines: ["{\"a\":1,}", "{}"], faults: [1])
        Self.expect("  [\n    {\"a\" [\n    ]}\n  ]\n", lines: ["{\"a\" [     ]}"], faults: [1])
    }
}
