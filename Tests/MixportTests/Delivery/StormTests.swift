import MixpanelSandbox
import Testing

@Suite struct StormTests {
    @Test func `in a storm of throttles all requests share one pause, and concurrency comes back`() async throws {
        let storm = 41...58
        let stimulus = Case(
            Event.lines(6_000),
            options: "--concurrency 10 --batch-events 20 --retry-delay 10ms",
            faults: [.request(.numbers(storm), .rateLimited())]
        ).with { $0.service.latency = .milliseconds(60) ... .milliseconds(70) }
        let outcome = try await stimulus.gives(exit: 0, .imported(6_000), requests: Amount(300 + storm.count))
        let requests = outcome.served.requests
        #expect(mostAtOnce(requests.prefix(40)) == 10)
        // Those that were under way when the first was refused, then one by one.
        let probes = requests[(storm.lowerBound + 9)..<storm.upperBound]
        for (last, next) in zip(probes, probes.dropFirst()) {
            let isAlone = last.answered.map { $0 < next.arrived } == true
            #expect(isAlone, "\(next.number) came before the answer to \(last.number)")
        }
        let gaps = zip(probes, probes.dropFirst()).map { $1.arrived - $0.arrived }
        for (step, gap) in gaps.enumerated() {
            let least = min(Duration.milliseconds(10) * (1 << (step + 1)), .milliseconds(300))
            #expect(gap >= least, "gap \(step): \(gap)")
        }
        #expect(mostAtOnce(requests.suffix(40)) == 10)
        #expect(outcome.served.ledger.events == 6_000)
    }

    private func mostAtOnce(_ requests: ArraySlice<RequestRecord>) -> Int {
        requests.map { request in
            requests.count { $0.arrived <= request.arrived && ($0.answered ?? .seconds(9_999)) > request.arrived }
        }.max() ?? 0
    }
}
