import MixpanelImport
import Testing

@Suite struct EventFaultTests {
    @Test(arguments: [
        (#"{"a":1,}"#, 8, "Expected a key in double quotes, found '}'; a trailing comma is not JSON."),
        (#"[1, ]"#, 5, "Expected a value, found ']'; a trailing comma is not JSON."),
        (#"{"a":}"#, 6, "Expected a value, found '}'."),
        (#"{"a":1 "b":2}"#, 8, "Expected ',' or '}', found '\"'."),
        (#"[1 2]"#, 4, "Expected ',' or ']', found '2'."),
        (#"{"a" 1}"#, 6, "Expected ':' after a key, found '1'."),
        (#"{'a':1}"#, 2, "Expected a key in double quotes, found '''; strings and keys stand in double quotes."),
        (#"{"a":NaN}"#, 6, "Expected a value, found 'N'; NaN and Infinity are not JSON."),
        (#"{"a":nan}"#, 7, "Expected true, false or null, found 'a'; NaN and Infinity are not JSON."),
        (#"{"a":-Infinity}"#, 7, "Expected a digit, found 'I'; NaN and Infinity are not JSON."),
        (#"{"a":01}"#, 7, "Expected no digit after a leading zero, found '1'."),
        (#"{"a":1} // x"#, 9, "Expected the end of the line, found '/'; JSON has no comments."),
        (#"{"a":1}{"a":2}"#, 8, "Expected the end of the line, found '{'; one event per line."),
        (#"{"a":1}\n"#, 8, "Expected the end of the line, found '\\'."),
        (#"{"a":"b"#, 8, "Expected '\"' at the end of a string, found the end of the line."),
        (#"{"a":"\x"}"#, 8, "Expected one of \"\\/bfnrtu after a backslash, found 'x'."),
        (#"{"a":"\u12G4"}"#, 11, "Expected four hexadecimal digits after \\u, found 'G'."),
        ("{\"a\":\"b\u{6}c\"}", 8, "Control character 0x06 in a string; it must be escaped."),
        ("{\"a\":\u{1B}}", 6, "Expected a value, found 0x1B."),
        ("\u{0}", 1, "Expected a value, found 0x00."),
        ("{\"a\":é}", 6, "Expected a value, found 0xC3."),
        ("\u{FEFF}{}", 1, "Expected a value, found 0xEF; a byte order mark may stand only at the start of the input."),
    ])
    func `what is not JSON is named with its column`(line: String, column: Int, message: String) {
        #expect(scanFault(line) == EventFault(reason: .notJSON, column: column, message: message))
    }

    @Test func `other faults have their sentences`() {
        let utf8 = scanFault(Array(#"{"a":""#.utf8) + [0xE9, 0x22])
        #expect(utf8?.message == "0xE9 does not begin a valid UTF-8 sequence.")
        let deep = scanFault(String(repeating: "[", count: 129))
        #expect(deep?.message == "More than 128 levels of nesting.")
        #expect(scanFault("[]")?.message == "Expected an object, found an array; one event per line, try jq -c '.[]'.")
        #expect(scanFault("7")?.message == "Expected an object, found a number.")
        #expect(scanFault("{}")?.message == "The event has no \"event\".")
        #expect(scanFault(#"{"event":7}"#)?.message == "\"event\" must be a string, found a number.")
        #expect(scanFault(#"{"event":""}"#)?.message == "The event has no \"properties\".")
        let array = scanFault(#"{"event":"","properties":[]}"#)
        #expect(array?.message == "\"properties\" must be an object, found an array.")
        let twice = scanFault(#"{"event":"","properties":{"$insert_id":1,"\u0024insert_id":2}}"#)
        #expect(twice?.message == "The key \"$insert_id\" is given twice.")
    }

    @Test func `reasons have the report's codes`() {
        let reasons: [Reason] = [
            .notJSON, .notUTF8, .notObject, .tooDeep, .missingEvent, .missingProperties, .duplicateKey,
        ]
        let codes = [
            "not_json", "not_utf8", "not_object", "too_deep", "missing_event", "missing_properties", "duplicate_key",
        ]
        #expect(reasons.map(\.code) == codes)
    }

    @Test func `a message never repeats hostile bytes`() {
        for byte in UInt8.min...UInt8.max {
            for line in [[byte], Array("{\"a\":".utf8) + [byte], Array("\"".utf8) + [byte], Array("{}".utf8) + [byte]] {
                let message = scanFault(line)?.message ?? ""
                #expect(message.utf8.allSatisfy { 0x20..<0x7F ~= $0 }, "\(visible(line)): \(message)")
            }
        }
    }
}
