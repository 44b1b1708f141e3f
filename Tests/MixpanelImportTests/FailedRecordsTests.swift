import MixpanelImport
import Testing

@Suite struct FailedRecordsTests {
    private static func body(_ records: String, imported: Int) -> String {
        #"{"code":400,"error":"some failed","failed_records":\#(records),"num_records_imported":\#(imported)}"#
    }

    @Test(arguments: [
        #"[{"index":1,"insert_id":"b","field":"f","message":"m"}]"#,
        #"[{"index":1,"$insert_id":"b","field":"f","message":"m"}]"#,
        #"[{"index":1,"field":"f","message":"m"}]"#,
        #"[{"message":"m","extra":{"x":[]},"field":"f","insert_id":null,"index":1}]"#,
        #"[{"index":1,"insert_id":"b","field":"f","message":"m"},{"index":1,"insert_id":"b","field":"f","message":"m"}]"#,
    ])
    func `records in any documented form name their events`(records: String) {
        #expect(judged(meaning(400, Self.body(records, imported: 2))) == ["1 f m"])
    }

    @Test(arguments: [
        #"[{"index":1,"index":0,"field":"f","message":"m"}]"#,
        #"[{"index":1,"ind\u0065x":1,"field":"f","message":"m"}]"#,
        #"[{"index":1,"insert_id":"b","insert_id":"a"}]"#,
    ])
    func `records that say a thing twice prove nothing`(records: String) {
        let meaning = meaning(400, Self.body(records, imported: 2))
        #expect(isUseless(meaning), "\(meaning)")
    }

    @Test func `records come in the order of the events`() {
        let records = #"[{"index":2},{"index":0,"field":7,"message":null},{"index":1}]"#
        #expect(judged(meaning(400, Self.body(records, imported: 0))) == ["0 - -", "1 - -", "2 - -"])
    }

    @Test(arguments: [
        "-1", "3", "2000", "99999", "1.5", #""0""#, "null", "true", "[0]", "{}", "9223372036854775808", "1e400",
    ])
    func `an index that is no place in the request makes the records useless`(index: String) {
        let alone = meaning(400, Self.body(#"[{"index":\#(index)}]"#, imported: 2))
        #expect(isUseless(alone), "\(alone)")
        let amongOthers = meaning(400, Self.body(#"[{"index":0},{"index":\#(index)}]"#, imported: 1))
        #expect(isUseless(amongOthers), "\(amongOthers)")
    }

    @Test(arguments: [#"[{}]"#, "[null]", "[7]", "[[]]", #"[{"idx":0}]"#, "{}", "7", "null", "[]", #""text""#])
    func `records without an index prove nothing`(records: String) {
        let meaning = meaning(400, Self.body(records, imported: 2))
        #expect(isUseless(meaning), "\(meaning)")
    }

    @Test(arguments: [("insert_id", "a"), ("insert_id", "B"), ("$insert_id", "c"), ("insert_id", "")])
    func `an id that is not the line's makes the records useless`(key: String, id: String) {
        let meaning = meaning(400, Self.body(#"[{"index":1,"\#(key)":"\#(id)"}]"#, imported: 2))
        #expect(isUseless(meaning), "\(meaning)")
    }

    @Test func `an id cannot disagree with an event that has none in text`() {
        let body = #"{"failed_records":[{"index":0,"insert_id":"7"}],"num_records_imported":0}"#
        #expect(judged(answer(400, body, events: 1) { _ in nil }.meaning) == ["0 - -"])
    }

    @Test(arguments: [(1, 0), (1, 1), (1, 3), (2, 2), (2, 0), (1, -1), (1, .max), (1, .min)])
    func `counts that do not add up make the records useless`(failed: Int, imported: Int) {
        let records = (0..<failed).map { #"{"index":\#($0)}"# }.joined(separator: ",")
        let meaning = meaning(400, Self.body("[\(records)]", imported: imported))
        #expect(isUseless(meaning), "\(meaning)")
    }

    @Test func `only distinct events count`() {
        let twice = #"[{"index":0},{"index":0}]"#
        #expect(judged(meaning(400, Self.body(twice, imported: 2))) == ["0 - -"])
        #expect(judged(meaning(400, Self.body(twice, imported: 1))) == nil)
        let none = #"{"code":400,"failed_records":[{"index":0}]}"#
        #expect(meaning(400, none) == .refused(isCertain: false))
    }

    @Test func `texts for records say that events are at fault, where nothing was taken`() {
        let text = #"["identity events are not allowed"]"#
        #expect(meaning(400, Self.body(text, imported: 0)) == .refused(isCertain: true))
        #expect(meaning(400, Self.body(text, imported: 2)) != .refused(isCertain: true))
        #expect(meaning(400, #"{"code":400,"failed_records":\#(text)}"#) == .refused(isCertain: false))
        #expect(meaning(400, Self.body(#"["text",{"index":0}]"#, imported: 0)) == .refused(isCertain: true))
        #expect(answer(400, Self.body(text, imported: 0), events: 3).message == "identity events are not allowed")
    }

    @Test(arguments: [
        "", "Bad Request", "<html><h1>400</h1></html>", #"{"code":400,"failed_records":[{"index":0}"#, "1", "[]",
        "null",
        #"{"error":"data, missing or empty","status":0}"#,
    ])
    func `a 400 without records proves nothing against any event`(body: String) {
        #expect(meaning(400, body) == .refused(isCertain: false))
    }

    @Test(arguments: [
        #""code":200"#, #""code":"200""#, #""status":"OK""#, #""status":true"#, #""status":1"#, #""code":{}"#,
        #""code":[400]"#,
    ])
    func `a 400 that says that it is none proves nothing`(word: String) {
        let body = #"{\#(word),"failed_records":[{"index":1}],"num_records_imported":2}"#
        #expect(provesNothing(meaning(400, body)) == (word != #""code":{}"#), "\(meaning(400, body))")
    }

    @Test func `a refusal that says that it took events proves nothing`() {
        for status in [413, 429] {
            #expect(provesNothing(meaning(status, #"{"error":"too much","num_records_imported":2}"#)))
            #expect(!provesNothing(meaning(status, #"{"error":"too much","num_records_imported":0}"#)))
        }
    }

    @Test func `a verdict that came before the whole request had been sent proves nothing`() {
        let records = Self.body(#"[{"index":1}]"#, imported: 2)
        #expect(provesNothing(early(400, records).meaning))
        // Whatever was refused, it was not one event more than what had come: it is searched, and never in a hurry.
        let texts = Self.body(#"["identity events are not allowed"]"#, imported: 0)
        #expect(early(400, texts).meaning == .refused(isCertain: false))
        #expect(!early(400, texts).tookNone)
        #expect(early(429, "").meaning == .throttled(retryAfter: nil))
        #expect(early(413, "").meaning == .tooLarge(limit: nil))
    }

    @Test func `two thousand records and a long hostile text are read as they are`() {
        let hostile = #"\u001b[2J\r\n\u0000\u202e"# + String(repeating: "x", count: 100)
        let records = (0..<2_000).map { #"{"index":\#($0),"message":"\#(hostile)"}"# }.joined(separator: ",")
        let meaning = answer(400, Self.body("[\(records)]", imported: 0), events: 2_000) { _ in nil }.meaning
        guard case .judged(let judgements) = meaning else {
            Issue.record("\(meaning)")
            return
        }
        #expect(judgements.count == 2_000)
        #expect(judgements.last?.message == "\u{1B}[2J\r\n\0\u{202E}" + String(repeating: "x", count: 100))
    }
}
