import Foundation
import MixpanelSandbox
import Testing

/// A dry run and the sandbox say the same of events at the borders of what the service takes.
@Suite struct BorderTests {
    private static func event(
        name: String = #""A""#,
        time: String? = "1714566896123",
        user: String? = #""u""#,
        id: String? = #""id-1""#,
        more: String = ""
    ) -> String {
        let members = [("time", time), ("distinct_id", user), ("$insert_id", id)]
        let own = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(separator: ",")
        let rest = own.isEmpty && more.hasPrefix(",") ? String(more.dropFirst()) : more
        return #"{"event":\#(name),"properties":{\#(own)\#(rest)}}"#
    }

    /// Values of all types.
    private static let values = [
        "null", "true", "false", "0", "-1", "5", "1.5", "1e3", "-0", "[]", "{}", #"["u"]"#, #"{"a":1}"#, #""""#,
        #"" ""#,
        #""\t""#, #""\u0000""#, #""\ud800""#, #""é""#, #""\u0041""#, #""a\/b""#,
    ]

    private static let disallowed = [
        "00000000-0000-0000-0000-000000000000", "anon", "anonymous", "nil", "none", "null", "n/a", "na", "undefined",
        "unknown", "<nil>", "0", "-1", "true", "false", "[]", "{}", "lmy47d", "00000000-0000-0000-0000-000000000001",
    ].flatMap { ["\"\($0)\"", "\"\($0.uppercased())\"", "\"\($0.capitalized)\"", "\" \($0)\""] }

    private static let ids: [String] = {
        let lengths = (0...260).map { "\"\(String(repeating: "a", count: $0))\"" }
        let odd = (0...40).map { "\"\(String(repeating: "a", count: $0)):\"" }
        let characters = (0x20...0x7E).map { UInt8($0) }.map { byte in
            let character = String(UnicodeScalar(byte))
            return "\"x\(byte == 0x22 || byte == 0x5C ? "\\" : "")\(character)\""
        }
        // Half a surrogate pair in an id stands in the row as well, which the reader of rows here does not take.
        return lengths + odd + characters + values.filter { $0 != #""\ud800""# } + disallowed + [
            #""\u0061b-1""#, #""a\u003ab""#,
        ]
    }()

    private static let times: [String] = {
        let now = Int(Date().timeIntervalSince1970)
        let near = [-90, 0, 1_800, 3_540, 3_660, 7_200, 86_400, 3_000_000_000].map { now + $0 }
        let early = [0, 1, 31_535_999, 31_536_000, 31_536_001, 999_999_999, 9_999_999_999, 10_000_000_000]
        let whole = (near + early).flatMap { [$0, $0 * 1_000, $0 * 1_000_000] } + early.map { -$0 }
        let forms = [
            "1714566896.123", "1714566896.0", "1.714566896E9", "1714566896123456789", "9223372036854775807",
            "9223372036854775808", "123456789012345678901234567890", #""1714566896""#, #""2024-05-01T12:34:56Z""#,
            "31535999999", "31536000000", "01714566896",
        ]
        return whole.map(String.init) + forms + values
    }()

    private static let properties: [String] = {
        let counts = (248...258).map { count in (0..<count).map { ",\"p\($0)\":1" }.joined() }
        let inner = [254, 255, 256, 300].map { count in
            #","o":{"# + (0..<count).map { "\"p\($0)\":1" }.joined(separator: ",") + "}"
        }
        let lists = [254, 255, 256, 5_000].map {
            #","l":["# + Array(repeating: "1", count: $0).joined(separator: ",") + "]"
        }
        let deep = [1, 2, 3, 4, 10, 11, 124, 125, 126, 127, 128].map {
            #","d":"# + String(repeating: "[", count: $0) + String(repeating: "]", count: $0)
        }
        let doubled = [
            #","x":1,"x":2"#, #","time":1714566896"#, #","\u0074ime":1714566896"#, #","distinct_id":"v""#,
            #","$insert_id":"b""#, #","ip":"10.0.0.1""#, #","$ignore":true"#, #","":1"#,
            #","a":"\#(String(repeating: "x", count: 256))""#,
        ]
        return counts + inner + lists + deep + doubled
    }()

    private static let names =
        values + ["\"\"", #""$identify""#, #""$merge""#, #""  x""#, #""\u00a0""#]
        + [254, 255, 256, 10_000].map { "\"\(String(repeating: "n", count: $0))\"" }

    /// With ids of their own, and with derived ones, which make an event larger.
    private static let lines: [String] = {
        let all =
            ids.map { event(id: $0) } + times.map { event(time: $0) }
            + (values + disallowed + ids.suffix(2)).map { event(user: $0) }
            + [event(time: nil), event(user: nil), event(id: nil), event(time: nil, user: nil, id: nil)]
            + names.map { event(name: $0) } + properties.map { event(more: $0) }
            + properties.map { event(id: nil, more: $0) }
        let length = event(more: #","s":"""#).utf8.count
        let derived = event(id: nil, more: #","s":"""#).utf8.count
        let sizes = [
            999_936, 999_942, 999_947, 999_948, 999_949, 999_950, 999_951, 999_999, 1_000_000, 1_000_001, 1_048_576,
        ]
        return all
            + sizes.flatMap { size in
                [
                    event(more: #","s":"\#(String(repeating: "s", count: size - length))""#),
                    event(id: nil, more: #","s":"\#(String(repeating: "s", count: size - derived))""#),
                ]
            } + [
                "{}", "[]", #"{"event":"A"}"#, #"{"properties":{}}"#, #"{"event":"A","properties":[]}"#, "null", "1",
                "", "{",
            ]
    }()

    @Test(arguments: [[], ["--insert-id", "require"]])
    func `verdict, field and message are the same`(options: [String]) async throws {
        let input = Array(Self.lines.map { $0 + "\n" }.joined().utf8)
        let outcomes = try await Gate.shared.pass {
            try await WorkDirectory.with { directory in
                try await Sandbox.withServer(SandboxConfiguration()) { sandbox in
                    let dry = Case(.file(input), ["--dry-run", "--overwrite"] + options)
                    let real = Case(.file(input), ["--overwrite"] + options)
                    return [
                        try await dry.run(in: directory, against: sandbox),
                        try await real.run(in: directory, against: sandbox),
                    ]
                }
            }
        }
        let (dry, real) = (outcomes[0], outcomes[1])
        #expect(dry.rows.count == Self.lines.count && real.rows.count == Self.lines.count, "\(dry) \(real)")
        for (dry, real) in zip(dry.rows, real.rows) {
            let line = Self.lines[dry.line - 1].prefix(300)
            #expect(
                dry.status == (real.status == .imported ? .valid : real.status),
                "\(line): \(dry.text) \(real.text)"
            )
            #expect(dry.reason == real.reason, "\(line): \(dry.text) \(real.text)")
            #expect(dry.field == real.field && dry.message == real.message, "\(line): \(dry.text) \(real.text)")
            if dry.status == .valid { #expect(dry.insertID == real.insertID, "\(line): \(dry.text) \(real.text)") }
        }
        #expect(dry.count(.valid) > 100 && dry.count(.rejected) > 300, "\(dry)")
    }
}
