import MixpanelSandbox
import Testing

/// Several processes on one project's limit, each with its share.
@Suite struct ShareTests {
    /// Of each process one run after the other, as an engine's tasks come: each too short to fill a window.
    @Test(arguments: [2, 4]) func `processes that know their share are not refused`(processes: Int) async throws {
        var service = Case([]).service
        service.rateLimit = RateLimit(events: 4_000, per: .seconds(2))
        try await Chain.with(service) { chain in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for process in 0..<processes {
                    group.addTask {
                        for task in 0..<3 {
                            let first = (process * 3 + task) * 500 + 1
                            let name = "\(process)-\(task).ndjson"
                            let arguments = [
                                "--report", name, "--rate", "4000/2s", "--share", "1/\(processes)",
                                "--batch-events", "50",
                            ]
                            let text = Array(Event.lines(first...(first + 499)).utf8)
                            let outcome = try await Case(.bytes(text), arguments)
                                .run(in: chain.directory, against: chain.sandbox)
                            #expect(outcome.ending == .exit(0), "\(outcome)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let requests = try await chain.sandbox.requests
            let refused = requests.count { $0.status == 429 }
            #expect(refused * 100 < requests.count, "\(refused) of \(requests.count) requests were refused")
            #expect(try await chain.sandbox.ledger.distinct == processes * 1_500)
        }
    }
}
