import MixpanelImport
import Testing

@Suite struct ServiceRulesTests {
    private let now: Int64 = 1_750_000_000

    @Test(arguments: [
        "31536000", "31536000000", "1750003600", "1750003600000", "9999999999999999999999", "31535999", "31535999999",
        "1750003601", "1750003600001", "1.5", "1e9", "-1", "-31536000000", "\"1700000000\"", "null", "true",
        "1700000000000000",
    ])
    func `time is an integer from 1971 to an hour from now, in seconds or milliseconds`(time: String) throws {
        let expected =
            switch time {
            case "31536000", "31536000000", "1750003600", "1750003600000": nil as String?
            case "null": "must not be missing"
            case "1750003601", "1750003600001", "1700000000000000", "9999999999999999999999":
                "must not be in the future"
            default: "must be specified as seconds since epoch"
            }
        let violation = try violation(of: event("a", time: time))
        #expect(violation?.message == expected.map { "'properties.time' is invalid: \($0)" })
    }

    @Test(arguments: [
        "\"\"", "\"u\"", "17", "\"ANON\"", "\"<NIL>\"", "\"\\u0030\"", "0", "[]", "{}", "true", "[1]", "null",
        "\"00000000-0000-0000-0000-000000000000\"", "\"00000000-0000-0000-0000-000000000001\"", "\"LMY47D\"", "\"N/A\"",
    ])
    func `a distinct_id is not one of the placeholders`(id: String) throws {
        let expected =
            switch id {
            case "\"\"", "\"u\"", "17", "\"00000000-0000-0000-0000-000000000001\"": nil as String?
            case "null": "must not be missing"
            case "[1]", "[]", "{}": "must be a string"
            default: "must not be a disallowed value"
            }
        let violation = try violation(of: event("a", distinctID: id))
        #expect(violation?.message == expected.map { "'properties.distinct_id' is invalid: \($0)" })
    }

    @Test func `an insert id has 1 to 36 letters, digits or hyphens`() throws {
        let problems = [
            "": "must not be empty", String(repeating: "a", count: 37): "must not be longer than 36 bytes",
            String(repeating: "a:", count: 33): "must only contain alphanumeric or hyphen '-' characters",
            "a:b": "must only contain alphanumeric or hyphen '-' characters",
            "é": "must only contain alphanumeric or hyphen '-' characters",
            "Undefined": "must not be a disallowed value",
        ]
        for (id, problem) in problems {
            let violation = try violation(of: event(id))
            #expect(violation?.field == "$insert_id")
            #expect(violation?.message == "'$insert_id' is invalid: \(problem)")
        }
        for id in ["a", "A-9", String(repeating: "z", count: 36), "\\u0061\\u002d1"] {
            #expect(try violation(of: event(id)) == nil, "\(id)")
        }
    }

    @Test func `what is missing is named`() throws {
        let fields = [
            #"{"event":" \t","properties":{}}"#: "event", #"{"event":"","properties":{}}"#: "event",
            #"{"event":"e","properties":{}}"#: "properties.time",
            #"{"event":"e","properties":{"time":1700000000}}"#: "properties.distinct_id",
            #"{"event":"e","properties":{"time":1700000000,"distinct_id":""}}"#: "properties.$insert_id",
            #"{"event":"e","properties":{"time":1700000000,"distinct_id":"","$insert_id":7}}"#: "$insert_id",
        ]
        for (event, field) in fields {
            #expect(try violation(of: event)?.field == field, "\(event)")
        }
    }

    @Test func `fewer than 255 properties and less than a megabyte`() throws {
        func properties(_ count: Int) -> String { (3..<count).map { #","p\#($0)":1"# }.joined() }
        #expect(try violation(of: event("a", more: properties(254))) == nil)
        #expect(try violation(of: event("a", more: properties(255)))?.field == "properties")
        let frame = event("a", more: #","f":"""#).utf8.count
        func filled(_ count: Int) -> String {
            event("a", more: #","f":"\#(String(repeating: "x", count: count - frame))""#)
        }
        #expect(try violation(of: filled(999_999)) == nil)
        #expect(try violation(of: "  " + filled(999_999)) == nil)
        #expect(try violation(of: filled(1_000_000))?.field == "event")
    }

    private func violation(of event: String) throws -> ServiceRules.Violation? {
        try Array(event.utf8).withUnsafeBytes { bytes in
            let scan = try #require(try EventScanner.scan(bytes))
            return ServiceRules.violation(of: bytes, scan: scan, now: now)
        }
    }
}
