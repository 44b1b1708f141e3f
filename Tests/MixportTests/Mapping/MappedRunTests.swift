import Foundation
import MixpanelSandbox
import Testing

/// Imports with a mapping: neither the pieces that the input comes in, nor batches, nor kills change what comes out.
/// `MIXPORT_MAPPED_RUNS` says how many of each format.
@Suite struct MappedRunTests {
    private static let runs = ProcessInfo.processInfo.environment["MIXPORT_MAPPED_RUNS"].flatMap { UInt64($0) } ?? 3

    private struct Trace: Equatable {
        var report: String
        var rejects: String
        var stored: [String]
        var distinct: Int

        init(_ outcome: Outcome) {
            report = String(decoding: outcome.report ?? [], as: UTF8.self)
            rejects = String(decoding: outcome.rejects ?? [], as: UTF8.self)
            stored = Set(outcome.stored).sorted()
            distinct = outcome.served.ledger.distinct
        }
    }

    private func whole(_ input: MappedInput) async throws -> Outcome {
        try await Chain.with(Case("").service) { chain in
            try await Case(.bytes(input.bytes), input.options).run(in: chain.directory, against: chain.sandbox)
        }
    }

    private func expectSame(_ other: Outcome, _ whole: Outcome, _ seed: UInt64) {
        let (trace, expected) = (Trace(other), Trace(whole))
        guard trace != expected else { return }
        let difference = zip(other.rows, whole.rows).first { $0.text != $1.text }.map { "\($0.text) \($1.text)" } ?? ""
        Issue.record("seed \(seed), \(other.rows.count) rows: \(difference) \(other)")
    }

    @Test(arguments: MappedInput.names) func `pieces and batches change nothing`(_ name: String) async throws {
        let input = try await MappedInput(name)
        let whole = try await whole(input)
        #expect(whole.ending == .exit(65) && whole.rows.count == input.lines, "\(whole)")
        #expect(whole.count(.skipped) == 20 && whole.count(.rejected) >= 20 && whole.count(.imported) > 300, "\(whole)")
        for seed in 1...Self.runs {
            var dice = Dice(seed: seed)
            var acts: [Action] = []
            var start = 0
            while start < input.bytes.count {
                let end = min(input.bytes.count, start + dice.draw(1...dice.one(of: [3, 200, 5_000, 20_000])))
                acts.append(.write(Array(input.bytes[start..<end])))
                if dice.rolls(0.2) { acts.append(.pause(.milliseconds(dice.draw(0...3)))) }
                start = end
            }
            let batches = [
                "--batch-events", "\(dice.one(of: [1, 7, 60, 2_000]))", "--concurrency", "\(dice.draw(1...6))",
            ]
            let delay = ["--max-delay", dice.one(of: ["2ms", "1s"])]
            let script = acts
            let other = try await Chain.with(Case("").service) { chain in
                try await Case(.script(script), input.options + batches + delay)
                    .run(in: chain.directory, against: chain.sandbox)
            }
            expectSame(other, whole, seed)
        }
    }

    @Test(arguments: MappedInput.names) func `killed and resumed, a run ends as one that nothing disturbed`(
        _ name: String
    ) async throws {
        let input = try await MappedInput(name)
        let whole = try await whole(input)
        var kills = 0
        for seed in 1...Self.runs {
            var service = Case("").service
            service.latency = .milliseconds(1) ... .milliseconds(10)
            let (last, killed) = try await Chain.with(service) { chain in
                var dice = Dice(seed: seed)
                let batches = [
                    "--batch-events", "\(dice.one(of: [5, 20]))", "--concurrency", "\(dice.draw(1...3))", "--resume",
                ]
                var kills = 0
                for leg in 0..<dice.draw(1...3) {
                    let before = try await chain.sandbox.ledger.requests
                    let killed = Case(.file(input.bytes), input.options + batches + ["-q"]).with { stimulus in
                        stimulus.acts = [
                            .wait(.requests(before + dice.draw(1...(leg == 0 ? 3 : 12)))),
                            .pause(.microseconds(dice.draw(0...9_000))),
                            .signal(SIGKILL),
                        ]
                    }
                    let outcome = try await killed.run(in: chain.directory, against: chain.sandbox)
                    #expect(!outcome.isHung, "seed \(seed): \(outcome)")
                    kills += outcome.ending == .signal(SIGKILL) ? 1 : 0
                }
                let last = try await Case(.file(input.bytes), input.options + batches)
                    .run(in: chain.directory, against: chain.sandbox)
                return (last, kills)
            }
            kills += killed
            #expect(last.ending == .exit(65), "seed \(seed): \(last)")
            expectSame(last, whole, seed)
        }
        #expect(kills > 0)
    }
}
