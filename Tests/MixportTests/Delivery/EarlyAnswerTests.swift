import MixpanelSandbox
import Testing

/// Answers that come before the request's body: what the server had not been given, it cannot have counted.
@Suite struct EarlyAnswerTests {
    /// More than sockets hold of a body that nobody reads.
    private static let lines = (1...1_400).map { Event.line($0, value: "\"\(noise(6_500))\"") + "\n" }.joined()

    private static let success = #"{"code":200,"num_records_imported":1400,"status":"OK"}"#
    private static let verdict = """
        {"code":400,"error":"some data points in the request failed validation","failed_records":\
        [{"index":3,"field":"properties","message":"no"}],"num_records_imported":1399,"status":"Bad Request"}
        """

    @Test(
        arguments: [(200, success), (400, verdict)],
        [RequestFault.Ending.orderly, .close, .hang, .reset]
    )
    func `a verdict on a request that has not been sent to its end is none`(
        answer: (status: Int, body: String),
        ending: RequestFault.Ending
    ) async throws {
        let fault = RequestFault.status(answer.status, body: answer.body).afterBodyBytes(1_000).ending(ending)
        let stimulus = Case(Self.lines, "--timeout", "60s", "--max-delay", "60s", faults: [.request(.number(1), fault)])
        let outcome = try await stimulus.with { $0.converges = false }.gives(exit: 0, .imported(1_400), requests: 2)
        #expect(outcome.served.ledger.distinct == 1_400)
        #expect(outcome.rows.allSatisfy { $0.attempts == 2 }, "\(outcome)")
    }

    @Test func `lines whose verdict always comes too early are unknown`() async throws {
        let fault = RequestFault.status(200, body: Self.success).afterBodyBytes(1_000)
        let stimulus = Case(
            Self.lines,
            "--retry-delay",
            "5ms",
            "--max-delay",
            "60s",
            faults: [.request(.always, fault)]
        )
        let outcome = try await stimulus.with { $0.converges = false }
            .gives(exit: 76, .unknown(1_400, "bad_answer"), requests: 8)
        #expect(outcome.row(1)?.code == 200)
        #expect(outcome.row(1)?.message == "the answer came before the whole request had been sent", "\(outcome)")
    }

    /// The answer in one piece, and in many.
    @Test(arguments: [nil, RequestFault.Trickle(bytes: 20, every: .milliseconds(5))])
    func `a limit that is named before the body is read is a limit`(trickle: RequestFault.Trickle?) async throws {
        var fault = RequestFault.tooLarge(limit: 5_000_000).afterBodyBytes(100_000)
        fault.trickle = trickle
        let stimulus = Case(Self.lines, "--timeout", "60s", "--max-delay", "60s", faults: [.request(.number(1), fault)])
        try await stimulus.with { $0.converges = false }.gives(exit: 0, .imported(1_400), requests: .between(3, 4))
    }
}
