import Foundation
import Testing

/// What is said of a rejected line fits the line.
@Suite struct ReportCureTests {
    private static func said(_ row: String, _ raw: String) async throws -> String {
        let files = ["r": ReportCase.row(1, row), "r.rejects.ndjson": raw + "\n"]
        return try await ReportCase(files).run("r", "--line", "1").standardOutput
    }

    private static func said(time value: String, _ fault: String) async throws -> String {
        let message = "'properties.time' is invalid: \(fault)"
        let row = #""status":"rejected","by":"server","reason":"validation","field":"properties.time""#
        return try await said(#"\#(row),"message":"\#(message)""#, #"{"properties":{"time":\#(value)}}"#)
    }

    private static let future = "must not be in the future"
    private static let unit = "must be specified as seconds since epoch"
    private static let mapping = "--dry-run --map time=.properties.time\n"

    @Test(arguments: [
        ("1700004021130000", future), ("1700004021130000000", future), (#""1700000000""#, unit),
        (#""2024-01-01""#, unit), ("1700000000.5", unit),
    ]) func `a time that a mapping reads is mapped`(value: String, fault: String) async throws {
        let said = try await Self.said(time: value, fault)
        #expect(said.hasSuffix(Self.mapping), "\(said)")
    }

    @Test(arguments: [
        ("4102444800", future), ("9999999999999", future), ("9999999999999999", future), ("1", unit), ("-5", unit),
        (#""soon""#, unit), ("99999999999999", future), (#"{"a":1}"#, unit),
    ]) func `a time that no option mends is looked at`(value: String, fault: String) async throws {
        let said = try await Self.said(time: value, fault)
        #expect(!said.contains("--map") && !said.contains("--dry-run") && !said.contains("microseconds"), "\(said)")
        #expect(said.hasSuffix(" --raw | jq -c .properties.time | sort | uniq -c\n"), "\(said)")
    }

    @Test func `the form of a time is described, and a missing one looked for elsewhere`() async throws {
        let written = try await Self.said(time: #""27.11.2026 12:00""#, Self.unit)
        #expect(written.contains("--map time=.properties.time --time-format "), "\(written)")
        let missing = try await Self.said(time: "null", "must not be missing")
        #expect(missing.hasSuffix("--map time=.properties.ts\n"), "\(missing)")
    }

    @Test(arguments: [
        (#"{"a":1,}"#, "Expected a key in double quotes, found '}'; a trailing comma is not JSON.", "JSON library"),
        (#"{"a":NaN}"#, "Expected a value, found 'N'; NaN and Infinity are not JSON.", "null"),
        ("{\"a\":\"\u{1B}\"}", "Control character 0x1B in a string; it must be escaped.", "| tr -d "),
        (#"{"a":1}{"b":2}"#, "Expected the end of the line, found '{'; one event per line.", "--format json"),
        (#"{"a":1}x"#, "Expected the end of the line, found 'x'.", "other than JSON"),
        (#"{"a"#, "Expected ':' after a key, found the end of the line.", "were cut"),
    ]) func `what is no JSON is told apart`(raw: String, message: String, cure: String) async throws {
        let row = #""status":"rejected","by":"mixport","reason":"not_json","column":2,"message":"\#(message)""#
        let said = try await Self.said(row, raw)
        #expect(said.contains(cure) && said.contains("were cut") == (cure == "were cut"), "\(said)")
    }

    @Test func `control characters are gone after the command that is said`() async throws {
        let raw = "{\"event\":\"a\u{1B}\tb\",\"properties\":{\"time\":1700000000,\"distinct_id\":\"u\"}}\n"
        let message = "Control character 0x1B in a string; it must be escaped."
        let row = #""status":"rejected","by":"mixport","reason":"not_json","column":11,"message":"\#(message)""#
        let said = try await Self.said(row, String(raw.dropLast()))
        let filter = try #require(said.firstMatch(of: #/ --raw \| (tr [^|]*) \| /#)?.1, "\(said)")
        let (output, _) = try await Tool.run("sh", "-c", String(filter), input: Array(raw.utf8))
        let text = raw.replacing("\u{1B}\t", with: "")
        #expect(String(decoding: output, as: UTF8.self) == text)
    }

    @Test func `the page says the same`() async throws {
        let rows = ReportCase.refused(1) + ReportCase.refused(2, Self.unit)
        let raw = [4_102_444_800, 1].map { #"{"properties":{"time":\#($0)}}"# + "\n" }.joined()
        let page = try await ReportCase(["r": rows, "r.rejects.ndjson": raw]).run("r", "--html").standardOutput
        let text = PageMarkup(page).text
        #expect(text.components(separatedBy: " --raw | jq -c .properties.time | sort | uniq -c").count == 3, "\(text)")
        #expect(!text.contains("--map time"), "\(text)")
    }
}
