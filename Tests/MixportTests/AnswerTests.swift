import Foundation
import MixpanelSandbox
import Testing

/// What the service's answers mean for the lines. The second of three batches gets the fault unless said otherwise.
@Suite struct AnswerTests {
    private static let secondBatch = FaultTrigger.contains(#""id-2001""#)

    /// The third batch is on its way before the second one's attempts are used up.
    private static func allAtOnce(_ fault: FaultRule) -> Case {
        Case(Event.lines(5_000), "--concurrency", "3", faults: [fault]).with {
            $0.service.latency = .milliseconds(20) ... .milliseconds(20)
        }
    }

    @Test func `complete success takes one request a batch`() async throws {
        let outcome = try await Case(Event.lines(5_000), "--json").gives(exit: 0, .imported(5_000), requests: 3)
        #expect((outcome.json?["retries"] as? [String: Int])?.isEmpty == true)
    }

    @Test(arguments: [SandboxConfiguration.InsertIDSpelling.plain, .dollar, .absent])
    func `failed records reject lines under their input numbers`(
        spelling: SandboxConfiguration.InsertIDSpelling
    ) async throws {
        let stimulus = Case(
            Event.lines(5_000),
            faults: [.request(.number(2), .failing([0, 5, 1_999]))]
        ).with { $0.service.insertIDSpelling = spelling }
        let outcome = try await stimulus.gives(exit: 65, .imported(4_997), .rejected(3, "validation"), requests: 3)
        let rejected = outcome.rows.filter { $0.status == .rejected }
        #expect(rejected.map(\.line) == [2_001, 2_006, 4_000])
        for row in rejected {
            #expect(row.by == "server")
            #expect(row.field == "properties")
            #expect(row.message == "'properties' is invalid: refused by a fault")
            #expect(row.code == 400)
        }
    }

    @Test func `records that do not add up are not believed, and the line at fault is found`() async throws {
        let records = (0..<3).map { #"{"index":\#($0),"field":"properties","message":"no"}"# }.joined(separator: ",")
        let body =
            #"{"code":400,"failed_records":[\#(records)],"num_records_imported":{events-10},"status":"Bad Request"}"#
        let text = Event.lines(2_500) + Event.line(2_501, value: "\"poison\"") + "\n" + Event.lines(2_502...5_000)
        let stimulus = Case(text, faults: [.request(.contains("poison"), .status(400, body: body))])
        let outcome = try await stimulus.gives(
            exit: 65,
            .imported(4_999),
            .rejected(1, "refused"),
            requests: .atMost(3 + 2 * 12)
        )
        #expect(outcome.rows.first { $0.status == .rejected }?.line == 2_501)
    }

    @Test func `a record that names another line's id is not believed`() async throws {
        let record = #"{"index":0,"insert_id":"someone-else","field":"properties","message":"no"}"#
        let body =
            #"{"code":400,"failed_records":[\#(record)],"num_records_imported":{events-1},"status":"Bad Request"}"#
        let text = Event.lines(2_500) + Event.line(2_501, value: "\"poison\"") + "\n" + Event.lines(2_502...5_000)
        let stimulus = Case(text, faults: [.request(.contains("poison"), .status(400, body: body))])
        let outcome = try await stimulus.gives(exit: 65, .imported(4_999), .rejected(1, "refused"))
        #expect(outcome.rows[2_500].status == .rejected)
    }

    @Test func `a batch can fail as a whole, and the summary stays short`() async throws {
        let stimulus = Case(Event.lines(5_000), faults: [.request(.number(2), .failing(Array(0..<2_000)))])
        let outcome = try await stimulus.gives(exit: 65, .imported(3_000), .rejected(2_000, "validation"), requests: 3)
        #expect(outcome.messages.count <= 20, "\(outcome)")
        #expect(outcome.messages.contains { $0.contains("2,000") && $0.contains("2,001") }, "\(outcome)")
    }

    @Test(arguments: [
        "1", "{}", "OK", "", "null", "[]", #"{"status":"OK"}"#, #"{"code":200,"status":"OK"}"#, "<html>Log in</html>",
        #"{"code":200,"num_records_imported":"{events}","status":"OK"}"#,
        #"{"code":200,"num_records_imported":{events},"status":"OK""#,
        #"{"code":400,"num_records_imported":{events},"status":"OK"}"#,
        #"{"code":200,"num_records_imported":{events},"status":"Bad Request"}"#,
        #"{"code":200,"error":"nothing stored","num_records_imported":{events},"status":"OK"}"#,
    ])
    func `a 200 without proof imports nothing`(body: String) async throws {
        let fault = FaultRule.request(Self.secondBatch, .status(200, body: body))
        let outcome = try await Self.allAtOnce(fault).gives(exit: 76, .imported(3_000), .unknown(2_000, "bad_answer"))
        #expect(outcome.rows.first { $0.status == .unknown }?.line == 2_001)
        #expect(outcome.rows.allSatisfy { $0.status != .unknown || $0.attempts == 8 }, "\(outcome)")
    }

    @Test(arguments: [201, 202, 203, 204, 206]) func `no other success than 200 proves anything`(
        status: Int
    ) async throws {
        let body = status == 204 ? "" : #"{"code":200,"num_records_imported":{events},"status":"OK"}"#
        let fault = FaultRule.request(Self.secondBatch, .status(status, body: body))
        let outcome = try await Self.allAtOnce(fault).gives(exit: 76, .imported(3_000), .unknown(2_000, "bad_answer"))
        #expect(outcome.rows.allSatisfy { $0.status != .unknown || $0.attempts == 8 }, "\(outcome)")
    }

    @Test func `a 200 with failed records that add up is judged like a 400`() async throws {
        let body = """
            {"code":200,"failed_records":[{"index":3,"insert_id":"bad","field":"properties.time","message":"no time"}],\
            "num_records_imported":{events-1},"status":"OK"}
            """
        let bad = #"{"event":"no time","properties":{"distinct_id":"u","$insert_id":"bad"}}"#
        let text = "\(Event.lines(2_003))\(bad)\n\(Event.lines(2_005...5_000))"
        let stimulus = Case(text, faults: [.request(.number(2), .status(200, body: body), commit: true)])
        let outcome = try await stimulus.gives(exit: 65, .imported(4_999), .rejected(1, "validation"), requests: 3)
        #expect(outcome.rows[2_003].message == "no time")
    }

    @Test func `a 200 may say more than it must`() async throws {
        let body = """
            \t{ "status" : "OK", "trace" : {"id":[1,null]}, "num_records_imported" : {events},
              "failed_records" : [], "error" : null, "code":200 }\r\n
            """
        let stimulus = Case(Event.lines(5_000), faults: [.request(.always, .status(200, body: body), commit: true)])
        try await stimulus.gives(exit: 0, .imported(5_000), requests: 3)
    }
}
