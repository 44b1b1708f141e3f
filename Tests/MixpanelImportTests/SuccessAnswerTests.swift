import MixpanelImport
import Testing

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

    /// Whichever of the two a reader takes, the other says something else.
    @Test(arguments: [
        #"{"code":200,"code":400,"num_records_imported":3,"status":"OK"}"#,
        #"{"code":400,"code":200,"num_records_imported":3,"status":"OK"}"#,
        #"{"num_records_imported":3,"num_records_imported":0}"#,
        #"{"num_records_imported":0,"num_records_imported":3}"#,
        #"{"num_records_imported":3,"num_records\u005fimported":0}"#,
        #"{"status":"OK","num_records_imported":3,"status":"OK"}"#,
        #"{"num_records_imported":3,"st\u0061tus":"OK" , "status":0}"#,
        #"{"num_records_imported":2,"failed_records":[{"index":1,"index":0}]}"#,
        #"{"num_records_imported":3,"x":[[{"é":1,"\u00e9":2}]]}"#,
    ])
    func `a 200 that says a thing twice proves nothing`(body: String) {
        #expect(provesNothing(meaning(200, body)), "\(meaning(200, body))")
    }

    @Test func `names that are equal in different objects are no contradiction`() {
        let body = #"{"num_records_imported":3,"a":{"code":1,"b":[{"code":2},{"code":3}]},"code":200,"A":0,"":{"":1}}"#
        #expect(meaning(200, body) == .accepted)
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
