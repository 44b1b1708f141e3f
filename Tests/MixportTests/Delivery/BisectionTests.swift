import MixpanelSandbox
import Testing

@Suite struct BisectionTests {
    @Test(arguments: ["-1", "2000", "99999", "1.5", #""0""#, "null", nil], [nil, "id-3456"])
    func `a failed record that names no event of the batch is not believed`(index: String?, id: String?) async throws {
        // The id is the poison event's own, so that nothing but the index is wrong.
        let place = index.map { #""index":\#($0),"# } ?? ""
        let name = id.map { #""insert_id":"\#($0)","# } ?? ""
        let record = #"{\#(place)\#(name)"field":"event","message":"bad"}"#
        let text = FiveThousand.lines(poisoned: 3_456)
        let stimulus = Case(text, faults: [.request(.contains("poison"), .failedRecords([record]))])
        let outcome = try await stimulus.gives(
            exit: 65,
            .imported(4_999),
            .rejected(1, "refused"),
            requests: .between(4, 3 + 2 * 11 + 4)
        )
        #expect(outcome.row(3_456)?.status == .rejected)
    }

    @Test func `a failed record with another event's id is not believed`() async throws {
        let record = #"{"index":0,"insert_id":"id-4000","field":"event","message":"bad"}"#
        let text = FiveThousand.lines(poisoned: 2_001)
        let outcome = try await Case(text, faults: [.request(.contains("poison"), .failedRecords([record]))])
            .gives(exit: 65, .imported(4_999), .rejected(1, "refused"), requests: .atMost(3 + 2 * 11 + 4))
        #expect(outcome.row(2_001)?.status == .rejected)
    }

    @Test func `identity events that a project refuses are isolated`() async throws {
        let identify = Event.line(7).replacing("Test", with: "$identify")
        var lines = (1...5_000).map { Event.line($0) }
        lines[2_500] = identify.replacing("id-7", with: "id-one")
        lines[3_999] = identify.replacing("id-7", with: "id-two")
        let stimulus = Case(lines.map { $0 + "\n" }.joined()).with { $0.service.simplifiedIdentity = true }
        let requests = Amount.between(4, 3 + 2 * 22)
        let outcome = try await stimulus.gives(exit: 65, .imported(4_998), .rejected(2, "refused"), requests: requests)
        #expect(outcome.rows.filter { $0.status == .rejected }.map(\.line) == [2_501, 4_000])
        #expect(outcome.row(2_501)?.message?.contains("identity events") == true, "\(outcome)")
    }

    @Test func `a server that refuses whatever it is sent proves nothing against the lines`() async throws {
        let stimulus = Case(FiveThousand.lines(), faults: [.request(.contains("second"), .status(400))])
        try await stimulus.gives(
            exit: 76,
            .imported(3_000),
            .unknown(2_000, "bad_answer"),
            requests: .between(4, 500)
        )
    }

    @Test func `a server that refuses everything ends the run`() async throws {
        let stimulus = Case(FiveThousand.lines(), faults: [.request(.always, .status(400))])
        let outcome = try await stimulus.gives(
            exit: 76,
            .unknown(.atLeast(2_000)),
            .undelivered(.atMost(3_000)),
            requests: .atMost(500)
        )
        #expect(outcome.standardError.contains("the answers prove nothing"))
    }

    @Test(arguments: [1, 3, 50]) func `a server that refuses everything rejects nothing, however small the batches`(
        events: Int
    ) async throws {
        let arguments = ["--batch-events", "\(events)"]
        let stimulus = Case(.bytes(Array(Event.lines(60).utf8)), arguments, faults: [.request(.always, .status(400))])
        try await stimulus.gives(exit: 76, .unknown(.atLeast(1)), .undelivered(.atMost(59)), requests: .atMost(300))
    }

    @Test(arguments: [
        "<html>\r\n<body>\u{1B}[31mBad Request</body>\r\n</html>\r\n", "",
        #"{"code":400,"failed_records":[{"index":0,"insert_id":"#, "[]", "400",
    ])
    func `a 400 without readable records leads to the poison event`(body: String) async throws {
        let fault = RequestFault.status(400, body: body, type: "text/html")
        let text = FiveThousand.lines(poisoned: 2_001)
        let outcome = try await Case(text, "-v", faults: [.request(.contains("poison"), fault)])
            .gives(exit: 65, .imported(4_999), .rejected(1, "refused"), requests: .atMost(3 + 2 * 11 + 4))
        #expect(outcome.row(2_001)?.status == .rejected)
        #expect(outcome.row(2_001)?.code == 400)
    }

    @Test func `a count that is one short is asked for again, then the missing event is found`() async throws {
        let text = FiveThousand.lines(poisoned: 2_999)
        let outcome = try await Case(text, faults: [.request(.contains("poison"), .short(by: 1))])
            .gives(exit: 65, .imported(4_999), .rejected(1, "refused"), requests: .between(5, 3 + 1 + 2 * 11 + 4))
        #expect(outcome.row(2_999)?.status == .rejected)
        let second = outcome.served.requests.filter { $0.events == 2_000 }
        #expect(second.count == 3, "the first two batches, the second of them twice")
    }

    @Test func `a count that is short once is a mishap`() async throws {
        let text = FiveThousand.lines()
        let outcome = try await Case(text, faults: [.request(.number(2), .short(by: 1))])
            .gives(exit: 0, .imported(5_000), requests: 4)
        #expect(outcome.served.ledger.distinct == 5_000)
    }

    @Test(arguments: [3_001, 2_001, 4_000, 1, 5_000])
    func `an event that breaks the server is found and kept for later`(poisoned: Int) async throws {
        let text = FiveThousand.lines(poisoned: poisoned)
        let stimulus = Case(
            text,
            "--max-attempts",
            "3",
            "--give-up-after",
            "6s",
            faults: [.request(.contains("poison"), .status(500))]
        )
        let outcome = try await stimulus.gives(
            exit: 75,
            .imported(4_999),
            .unknown(1, "http_500"),
            requests: .atMost(3 + 3 + 3 * 2 * 11 + 3)
        )
        #expect(outcome.row(poisoned)?.code == 500)
    }

    @Test func `several events that break the server are found`() async throws {
        let text = FiveThousand.lines(poisoned: 1, 2_000, 2_001, 3_333, 5_000)
        let stimulus = Case(
            text,
            "--max-attempts",
            "2",
            "--give-up-after",
            "6s",
            faults: [.request(.contains("poison"), .status(502))]
        )
        try await stimulus.gives(exit: 75, .imported(4_995), .unknown(5, "http_502"), requests: .atMost(600))
    }

    @Test func `an event that makes the server hang is found`() async throws {
        let text = Event.lines(20) + Event.line(21, #","x":"poison""#) + "\n" + Event.lines(22...40)
        let faults: [FaultRule] = [.request(.contains("poison"), .hang)]
        let stimulus = Case(text, "--max-attempts", "2", "--timeout", "1s", faults: faults)
        let outcome = try await stimulus.gives(exit: 75, .imported(39), .unknown(1, "timeout"))
        #expect(outcome.row(21)?.status == .unknown)
    }
}
