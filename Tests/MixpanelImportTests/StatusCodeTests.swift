import MixpanelImport
import Testing

@Suite struct StatusCodeTests {
    private func meaning(_ status: Int, _ body: String) -> Proof.Meaning {
        answer(status, body, events: 3).meaning
    }

    @Test(arguments: [408, 500, 502, 504, 520, 521, 522, 523, 524])
    func `transient failures may have been taken`(status: Int) {
        guard case .inconclusive(let failure) = meaning(status, "<html>upstream</html>") else {
            Issue.record("\(status)")
            return
        }
        #expect(failure.reason == .http(status))
        #expect(failure.mayBeHeld)
        #expect(failure.attempts == nil)
    }

    @Test(arguments: [501, 505, 511, 525, 599, 600, 999])
    func `other failures of a server are tried less often`(status: Int) {
        guard case .inconclusive(let failure) = meaning(status, "") else {
            Issue.record("\(status)")
            return
        }
        #expect(failure.reason == .http(status))
        #expect(failure.attempts == 5)
    }

    @Test func `credentials and other clients' errors end the run`() {
        for status in [401, 403] { #expect(meaning(status, "") == .fatal(.credentials(status: status))) }
        for status in [300, 301, 302, 303, 304, 307, 308, 402, 404, 405, 407, 410, 411, 415, 418, 422, 431, 451] {
            #expect(
                meaning(status, #"{"code":200,"num_records_imported":3}"#) == .fatal(.notTheService(status: status))
            )
        }
    }

    @Test(arguments: ["<html><title>Sign in</title></html>", "Forbidden by the firewall", "[]", "1", "{"])
    func `a 401 or 403 that is not the service's says nothing of the credentials`(body: String) {
        for status in [401, 403] {
            #expect(meaning(status, body) == .fatal(.notTheService(status: status)))
            #expect(meaning(status, #"{"error":"Invalid credentials"}"#) == .fatal(.credentials(status: status)))
        }
    }

    @Test func `throttles carry the wait that was asked for`() {
        for status in [429, 503] {
            let asked = answer(status, "slow down", retryAfter: .seconds(7), events: 3)
            #expect(asked.meaning == .throttled(retryAfter: .seconds(7)))
            #expect(asked.code == status)
            #expect(meaning(status, "upstream connect error") == .throttled(retryAfter: nil))
        }
    }

    @Test(arguments: [
        ("request exceeds max limit of 2097152 bytes", 2_097_152),
        ("Request exceeds max limit of 10485760 bytes.", 10_485_760),
        ("request exceeds max limit of 0 bytes", nil), ("request exceeds max limit of -5 bytes", nil),
        ("limit of many bytes", nil), ("bytes", nil), ("", nil), ("413 Request Entity Too Large", nil),
        ("limit of 99999999999999999999 bytes", nil),
    ])
    func `a limit in bytes is learned from the text of a 413`(text: String, limit: Int?) {
        #expect(
            meaning(413, #"{"code":413,"error":"\#(text)","status":"Request Entity Too Large"}"#)
                == .tooLarge(limit: limit)
        )
        #expect(meaning(413, "<html>\(text)</html>") == .tooLarge(limit: nil))
    }

    @Test func `the message is the service's own, or the beginning of whatever came`() {
        #expect(
            answer(401, #"{"code":401,"error":"Invalid credentials","status":"Unauthorized"}"#, events: 1).message
                == "Invalid credentials"
        )
        #expect(answer(404, #"{"status":"Not Found"}"#, events: 1).message == "Not Found")
        #expect(
            answer(502, String(repeating: "x", count: 100_000), events: 1).message == String(repeating: "x", count: 200)
        )
        #expect(answer(502, "", events: 1).message == nil)
    }
}
