import MixpanelImport
import Testing

@Suite struct EventScannerTests {
    @Test func `every part of an event is found where it stands`() throws {
        let properties = #"{"time":1700000000,"distinct_id":"u1","$insert_id":"a","x":[1,{}]}"#
        let line = "{\"event\":\"Sign Up\",\"properties\":\(properties)}"
        let scan = try #require(try scan(line))
        #expect(text(scan.start..<scan.end, of: line) == line)
        #expect(text(scan.event, of: line) == #""Sign Up""#)
        #expect(text(scan.properties, of: line) == properties)
        #expect(text(try #require(scan.time), of: line) == "1700000000")
        #expect(text(try #require(scan.distinctID), of: line) == #""u1""#)
        #expect(text(try #require(scan.insertID), of: line) == #""a""#)
        #expect(scan.propertyCount == 4)
    }

    @Test func `whitespace may stand between all tokens and is not part of anything`() throws {
        let properties = "{ \"time\" : null , \"a\" : [ ] , \"b\" : { } }"
        let line = " \t\r{ \"properties\" :\t\(properties) ,\r\"event\" : \"x\" }\r \n"
        let scan = try #require(try scan(line))
        #expect(text(scan.start..<scan.end, of: line).hasPrefix("{ \"pro"))
        #expect(text(scan.start..<scan.end, of: line).hasSuffix("\"x\" }"))
        #expect(text(scan.event, of: line) == "\"x\"")
        #expect(text(scan.properties, of: line) == properties)
        #expect(scan.time?.kind == .null)
        #expect(scan.propertyCount == 3)
    }

    @Test(
        arguments: [
            ("7", .number), ("null", .null), ("true", .boolean), ("false", .boolean), ("\"\"", .string),
            ("[1]", .array),
            ("{\"time\":1}", .object),
        ] as [(String, EventScan.Kind)]
    )
    func `time, distinct_id and $insert_id may be of any kind`(value: String, kind: EventScan.Kind) throws {
        let properties = "{\"$insert_id\":\(value),\"time\" : \(value) , \"distinct_id\":\(value)}"
        let line = "{\"event\":\"\",\"properties\":\(properties)}"
        let scan = try #require(try scan(line))
        for part in [scan.insertID, scan.time, scan.distinctID] {
            let part = try #require(part)
            #expect(part.kind == kind)
            #expect(text(part, of: line) == value)
        }
    }

    @Test(arguments: [
        #"{"event":"e","time":1,"$insert_id":2,"distinct_id":3,"properties":{}}"#,
        #"{"event":"e","a":{"properties":{"time":1}},"properties":{"a":{"time":1},"b":[{"$insert_id":2}],"event":4}}"#,
        #"{"event":"e","properties":{"Time":1,"times":1,"tim":1,"time ":1,"insert_id":2,"$insert_ids":3,"":4}}"#,
        #"{"event":"e","properties":{"time\"":1,"\ttime":1,"time\u0000":1,"\\time":1,"t\/ime":1,"$insert_\u0069":2}}"#,
    ])
    func `the names mean nothing at other places, nor do names that only look like them`(line: String) throws {
        let scan = try #require(try scan(line))
        #expect(scan.time == nil)
        #expect(scan.insertID == nil)
        #expect(scan.distinctID == nil)
        #expect(scan.event.kind == .string)
        #expect(scan.properties.kind == .object)
    }

    @Test func `keys are compared after unescaping`() throws {
        let properties = #"{"ti\u006de":1,"\u0024insert_id":2,"distinct\u005Fi\u0064":3}"#
        let line = #"{"\u0065vent":"e","propert\u0069es":\#(properties)}"#
        let scan = try #require(try scan(line))
        #expect(text(scan.event, of: line) == "\"e\"")
        #expect(text(try #require(scan.time), of: line) == "1")
        #expect(text(try #require(scan.insertID), of: line) == "2")
        #expect(text(try #require(scan.distinctID), of: line) == "3")
    }

    @Test(arguments: ["", " ", "\r", "\t \r\n", String(repeating: " ", count: 100)])
    func `a line of nothing but whitespace is blank`(line: String) {
        #expect(ScannedLine(scanning: line).description == "blank")
    }

    @Test func `a buffer without memory is blank`() throws {
        #expect(try EventScanner.scan(UnsafeRawBufferPointer(start: nil, count: 0)) == nil)
    }

    @Test(arguments: [
        (#"{"event":"e","event":"e","properties":{}}"#, 14),
        (#"{"event":"e","properties":{},"properties":{"time":1}}"#, 30),
        (#"{"event":"e","properties":{"time":1},"properties":{"time":1}}"#, 38),
        (#"{"event":"e","properties":{"time":1,"time":1}}"#, 37),
        (#"{"event":"e","properties":{"time":1,"ti\u006de":null}}"#, 37),
        (#"{"event":"e","properties":{"$insert_id":1,"a":2, "\u0024insert_id":1}}"#, 50),
        (#"{"event":"e","properties":{"distinct_id":"","distinct_id":""},"event":1}"#, 45),
        (#"{"event":1,"event":1}"#, 12),
    ])
    func `what would make an event's identity ambiguous is refused at the second key`(line: String, column: Int) {
        #expect(ScannedLine(scanning: line) == .fault(.duplicateKey, column: column))
    }

    @Test func `other keys may be given twice`() throws {
        let line = #"{"event":"e","a":1,"a":2,"properties":{"a":1,"a":1,"b":{"time":1,"time":2}}}"#
        #expect(try scan(line)?.propertyCount == 3)
    }

    @Test(
        arguments: [
            ("[]", .notObject, 1), (" [{\"event\":1}]", .notObject, 2), ("\"x\"", .notObject, 1), ("1", .notObject, 1),
            ("  null ", .notObject, 3), ("true", .notObject, 1), ("-0.5e1", .notObject, 1),
            ("{}", .missingEvent, nil), (#"{"properties":{}}"#, .missingEvent, nil),
            (#"{"event":null,"properties":{}}"#, .missingEvent, 10), (#"{"event": 7}"#, .missingEvent, 11),
            (#"{"event":""}"#, .missingProperties, nil), (#"{"event":"","properties": []}"#, .missingProperties, 27),
            (#"{"properties":null,"event":""}"#, .missingProperties, 15),
            (#"{"properties":"{}","event":""}"#, .missingProperties, 15),
        ] as [(String, Reason, Int?)]
    )
    func `JSON that is no event is told apart`(line: String, reason: Reason, column: Int?) {
        #expect(ScannedLine(scanning: line) == .fault(reason, column: column))
    }

    @Test(arguments: [
        #"{"event":1,"event":2,"properties":{}"#, #"{"event":"e","properties":{"time":1,"time":2}}x"#, "[1,]", "{} {}",
    ])
    func `a mistake in the syntax comes before all others`(line: String) {
        #expect(scanFault(line)?.reason == .notJSON)
    }

    private func scan(_ line: String) throws -> EventScan? {
        try Array(line.utf8).withUnsafeBytes { try EventScanner.scan($0) }
    }

    private func text(_ value: EventScan.Value, of line: String) -> String {
        text(value.start..<value.end, of: line)
    }

    private func text(_ range: Range<Int>, of line: String) -> String {
        String(decoding: Array(line.utf8)[range], as: UTF8.self)
    }
}
