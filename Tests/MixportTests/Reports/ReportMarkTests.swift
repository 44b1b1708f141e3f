import Testing

/// Which bytes of a raw line are marked, and that the mark stands below them.
@Suite struct ReportMarkTests {
    private static func shown(
        _ raw: String,
        field: String? = nil,
        column: Int? = nil,
        by judge: String = "server"
    ) async throws -> [Substring] {
        let place = [field.map { #""field":"\#($0)""# }, column.map { #""column":\#($0)"# }].compactMap(\.self)
        let words = [#""status":"rejected","by":"\#(judge)","reason":"validation","message":"x""#] + place
        let report = ReportCase(["r": ReportCase.row(1, words.joined(separator: ",")), "r.rejects.ndjson": raw + "\n"])
        return try await report.run("r", "--line", "1").outputLines
    }

    /// What stands above the carets; nil where there are none.
    private static func marked(_ lines: [Substring]) -> String? {
        guard lines.count > 3, lines[3].contains("^"), lines[3].allSatisfy({ " ^".contains($0) }) else { return nil }
        let start = lines[3].prefix { $0 == " " }.count
        let columns = start..<lines[3].count
        var column = 0
        var text = ""
        for character in lines[2] {
            if columns.contains(column) { text.append(character) }
            column += String(character).terminalColumns
        }
        return text
    }

    @Test(arguments: [
        (#"{"event":"x","context":{"time":5},"properties":{"time":99999,"a":{"time":1}}}"#, "time", "99999"),
        (#"{"event":"time","properties":{"time":99999}}"#, "time", "99999"),
        (#"{"note":"distinct_id","properties":{"a":"distinct_id","distinct_id":"none"}}"#, "distinct_id", #""none""#),
        (#"{"properties":{"a":[{"time":[1]}], "time" : "so\"on" , "b":2}}"#, "time", #""so\"on""#),
        (#"{"properties":{"ti\u006de":7}}"#, "time", "7"),
        (#"{"properties":{"time":{"a":[1,2]},"b":1}}"#, "time", #"{"a":[1,2]}"#),
        (#"{"event":"東京イベント計測","properties":{"time":99999}}"#, "time", "99999"),
        (#"{"event":"cafe\#u{301} 😀","properties":{"distinct_id":"名無し","time":1}}"#, "distinct_id", #""名無し""#),
    ]) func `the value of the very field is marked, in columns of a terminal`(
        raw: String,
        name: String,
        value: String
    ) async throws {
        let lines = try await Self.shown(raw, field: "properties.\(name)")
        #expect(Self.marked(lines) == value, "\(lines)")
    }

    @Test func `a field of the event itself, or of neither place by its name, is found`() async throws {
        let raw = #"{"properties":{"event":"p","$insert_id":"a b"},"event":" "}"#
        #expect(Self.marked(try await Self.shown(raw, field: "event")) == #"" ""#)
        #expect(Self.marked(try await Self.shown(raw, field: "$insert_id")) == #""a b""#)
    }

    /// Such as a line that a mapping made an event of.
    @Test(arguments: [#"{"time":5,"name":"time"}"#, #"["properties",{"time":5}]"#, "time,1", #"{"properties":5}"#])
    func `nothing is marked where the field is not`(raw: String) async throws {
        let lines = try await Self.shown(raw, field: "properties.time")
        #expect(Self.marked(lines) == nil && lines[2] == "  \(raw)", "\(lines)")
    }

    @Test func `a column counts bytes, and its mark stands below what is shown`() async throws {
        let raw = #"{"k":"東京","a\"b" 1}"#
        let lines = try await Self.shown(raw, column: 15, by: "mixport")
        #expect(Self.marked(lines) == #""a\"b""#, "\(lines)")
    }

    @Test func `a long line of wide characters is cut to what a terminal has room for`() async throws {
        let wide = String(repeating: "計測", count: 60)
        let raw = #"{"event":"\#(wide)","properties":{"time":99999,"b":"\#(wide)"}}"#
        let lines = try await Self.shown(raw, field: "properties.time")
        #expect(lines[2].terminalColumns <= 80 && lines[2].terminalColumns > 70, "\(lines)")
        #expect(Self.marked(lines) == "99999", "\(lines)")
    }
}
