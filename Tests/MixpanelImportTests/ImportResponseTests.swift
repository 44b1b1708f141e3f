import MixpanelImport
import Testing

/// What an answer proves for a request with three events, whose ids are "a", "b" and "c".
private func meaning(_ status: Int, _ body: String, isEncoded: Bool = false) -> Proof.Meaning {
    answer(status, body, isEncoded: isEncoded, events: 3) { ["a", "b", "c"][$0] }.meaning
}

/// The same for an answer that began before the request was out.
private func early(_ status: Int, _ body: String) -> Proof {
    ImportResponse(status: status, body: Array(body.utf8), isEarly: true, secrets: []).answer(events: 3) { _ in nil }
}

private func provesNothing(_ meaning: Proof.Meaning) -> Bool {
    guard case .inconclusive(let failure) = meaning else { return false }
    return failure.reason == .badAnswer && failure.mayBeHeld
}

/// Place, field and message of each judgement; nil where there are none to believe.
private func judged(_ meaning: Proof.Meaning) -> [String]? {
    guard case .judged(let judgements) = meaning else { return nil }
    return judgements.map { "\($0.index) \($0.field ?? "-") \($0.message ?? "-")" }
}

/// The answer says neither which events are at fault nor that all were taken.
private func isUseless(_ meaning: Proof.Meaning) -> Bool {
    switch meaning {
    case .refused(isCertain: false), .miscounted: true
    default: false
    }
}

@Suite struct SuccessAnswerTests {
    @Test(arguments: [
        #"{"code":200,"num_records_imported":3,"status":"OK"}"#,
        #"{"code":200,"num_records_imported":3,"status":1}"#,
        #"{"num_records_imported":3}"#,
        " \r\n{ \"status\" : \"OK\" ,\t\"num_records_imported\" : 3 , \"code\" : 200 }\n",
        #"{"code":200,"num_records_imported":3,"status":"OK","failed_records":[],"error":""}"#,
        #"{"code":200,"num_records_imported":3,"status":"OK","failed_records":null,"error":null}"#,
        #"{"trace":{"a":[1,2,{"b":null}]},"num_records_imported":3,"status":"ok","note":"grüße \u00fc 🙂","code":200}"#,
    ])
    func `the right count in a contradiction-free object proves success`(body: String) {
        #expect(meaning(200, body) == .accepted)
    }

    @Test(arguments: [
        "", "1", "0", "OK", "{}", "[]", "null", "\"OK\"", "true", " ", "\u{0}", #"{"status":1,"error":null}"#,
        "<html><body>Sign in to Wi-Fi</body></html>",
        #"{"code":200,"num_records_imported":3,"status":"OK""#,
        #"{"code":200,"num_records_imp"#,
        #"{"code":200,"num_records_imported":3,"status":"OK"}}"#,
        #"{"code":200,"num_records_imported":3,"status":"OK"}{"code":200}"#,
        #"[{"code":200,"num_records_imported":3,"status":"OK"}]"#,
        #"{"code":200,"num_records_imported":"3","status":"OK"}"#,
        #"{"code":200,"num_records_imported":null,"status":"OK"}"#,
        #"{"code":200,"num_records_imported":2.5,"status":"OK"}"#,
        #"{"code":200,"num_records_imported":[3],"status":"OK"}"#,
        #"{"code":200,"num_records_imported":99999999999999999999,"status":"OK"}"#,
        #"{"code":200,"status":"OK"}"#,
        #"{"data":{"code":200,"num_records_imported":3,"status":"OK"}}"#,
    ])
    func `a 200 without a count that can be read proves nothing`(body: String) {
        #expect(provesNothing(meaning(200, body)), "\(meaning(200, body))")
    }

    @Test(arguments: [
        #"{"code":400,"num_records_imported":3,"status":"OK"}"#,
        #"{"code":200,"num_records_imported":3,"status":"Bad Request"}"#,
        #"{"code":200,"num_records_imported":3,"status":0}"#,
        #"{"code":200,"num_records_imported":3,"status":"OK","error":"some data points failed"}"#,
        // The same in another type.
        #"{"code":"400","num_records_imported":3,"status":"OK"}"#,
        #"{"code":false,"num_records_imported":3,"status":"OK"}"#,
        #"{"code":true,"num_records_imported":3,"status":"OK"}"#,
        #"{"code":{"value":200},"num_records_imported":3,"status":"OK"}"#,
        #"{"code":[200],"num_records_imported":3,"status":"OK"}"#,
        #"{"code":1e400,"num_records_imported":3,"status":"OK"}"#,
        #"{"code":200.5,"num_records_imported":3,"status":"OK"}"#,
        #"{"code":200,"num_records_imported":3,"status":false}"#,
        #"{"code":200,"num_records_imported":3,"status":"0"}"#,
        #"{"code":200,"num_records_imported":3,"status":["OK"]}"#,
        #"{"code":200,"num_records_imported":3,"status":{"OK":false}}"#,
        #"{"code":200,"num_records_imported":3,"status":"OK","error":{"message":"nothing stored"}}"#,
        #"{"code":200,"num_records_imported":3,"status":"OK","error":["nothing stored"]}"#,
        #"{"code":200,"num_records_imported":3,"status":"OK","error":true}"#,
        #"{"code":200,"num_records_imported":3,"status":"OK","error":17}"#,
        #"{"code":200,"num_records_imported":3,"status":"OK","failed_records":{"0":{"message":"no"}}}"#,
        #"{"code":200,"num_records_imported":3,"status":"OK","failed_records":"the last two"}"#,
        #"{"code":200,"num_records_imported":3,"status":"OK","failed_records":2}"#,
        #"{"code":200,"num_records_imported":3,"status":"OK","failed_records":true}"#,
    ])
    func `a 200 that contradicts itself proves nothing`(body: String) {
        #expect(provesNothing(meaning(200, body)))
    }

    @Test(arguments: [
        #"{"code":"200","num_records_imported":3,"status":true,"error":false,"failed_records":{}}"#,
        #"{"code":200.0,"num_records_imported":3,"status":"OK","error":[],"failed_records":0}"#,
        #"{"code":null,"num_records_imported":3,"status":null,"error":{},"failed_records":""}"#,
    ])
    func `a 200 that says the same in another type does not contradict itself`(body: String) {
        #expect(meaning(200, body) == .accepted)
    }

    @Test func `a success that came before the whole request had been sent proves nothing`() {
        let body = #"{"code":200,"num_records_imported":3,"status":"OK"}"#
        #expect(provesNothing(early(200, body).meaning))
        #expect(early(200, body).message == "the answer came before the whole request had been sent")
    }

    @Test(arguments: [201, 202, 203, 204, 206, 226, 299])
    func `no other status of success proves anything`(status: Int) {
        #expect(provesNothing(meaning(status, #"{"code":200,"num_records_imported":3,"status":"OK"}"#)))
    }

    @Test func `a body in a coding that nobody asked for proves nothing`() {
        let body = #"{"code":200,"num_records_imported":3,"status":"OK"}"#
        #expect(provesNothing(meaning(200, body, isEncoded: true)))
        #expect(meaning(400, body, isEncoded: true) == .refused(isCertain: false))
        #expect(answer(500, body, isEncoded: true, events: 3).message == nil)
    }

    @Test(arguments: [-1, 0, 1, 2, 4, 3_000])
    func `another count is a miscount`(count: Int) {
        #expect(
            meaning(200, #"{"code":200,"num_records_imported":\#(count),"status":"OK"}"#)
                == .miscounted(imported: count)
        )
    }

    @Test func `a 200 with records counts as their verdict only where they balance`() {
        let records = #""failed_records":[{"index":1,"insert_id":"b"}]"#
        #expect(judged(meaning(200, #"{"code":200,\#(records),"num_records_imported":2,"status":"OK"}"#)) == ["1 - -"])
        #expect(
            meaning(200, #"{"code":200,\#(records),"num_records_imported":3,"status":"OK"}"#)
                == .miscounted(imported: 3)
        )
    }

    @Test func `depth without end in an answer does no harm`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(provesNothing(meaning(200, #"{"num_records_imported":3,"x":"# + deep)))
        let closed = deep + String(repeating: "]", count: 100_000)
        _ = meaning(200, #"{"num_records_imported":3,"x":\#(closed)}"#)
    }
}

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

@Suite struct ShownAnswerTests {
    private func message(_ body: String, secrets: [String] = [], status: Int = 502) -> String? {
        ImportResponse(status: status, body: Array(body.utf8), secrets: secrets).answer(events: 1) { _ in nil }.message
    }

    @Test func `no secret is shown, whether its base64 is padded or not`() {
        let secrets = ["a-secret-token", "YS1zZWNyZXQtdG9rZW46=="]
        #expect(message(#"{"error":"a-secret-token!"}"#, secrets: secrets) == "…!")
        #expect(message(#"{"error":"Basic YS1zZWNyZXQtdG9rZW46=="}"#, secrets: secrets) == "Basic …")
        #expect(message(#"{"error":"Basic YS1zZWNyZXQtdG9rZW46, bad"}"#, secrets: secrets) == "Basic …, bad")
        #expect(message("xx YS1zZWNyZXQtdG9rZW46 yy", secrets: secrets) == "xx … yy")
    }

    @Test(arguments: ["", "e", "token", "1234567", "=", "ab======"])
    func `what is too short to be a secret tears no word apart`(secret: String) {
        let text = "the token 1234567 is no letter e = ab"
        #expect(message(text, secrets: [secret]) == text)
    }

    @Test(arguments: [
        ("<html><head><TITLE>\n 502 Bad\tGateway </title></head><body>Call 555</body></html>", "502 Bad Gateway"),
        ("<!doctype html>\n<title lang=en>Sign in</title>", "Sign in"),
        ("<title>unfinished", "unfinished"),
        ("<html><title></title>none", "<html><title></title>none"),
        ("<p>none", "<p>none"),
        ("upstream <title>x</title>", "upstream <title>x</title>"),
    ])
    func `a page is shown by its title`(page: String, shown: String) {
        #expect(message(page) == shown)
    }
}
