import Foundation
import Testing

/// Random walks: inputs, faults, options, signals and kills as a seed draws them, then `--resume` until it is over.
/// Only the laws are checked. `MIXPORT_WALKS` says how many, `MIXPORT_WALK_SEED` the first seed.
@Suite struct WalkTests {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    @Test func `no law is broken on any walk`() async throws {
        let first = Self.number("MIXPORT_WALK_SEED") ?? 1
        let count = Self.number("MIXPORT_WALKS") ?? 300
        await withTaskGroup(of: Void.self) { group in
            for seed in first..<(first + count) {
                if seed >= first + 8 { await group.next() }
                group.addTask { await walk(seed) }
            }
        }
    }

    private func walk(_ seed: UInt64) async {
        var violations: [String]
        do {
            violations = try await Gate.shared.pass { try await Walk(seed: seed).violations() }
        } catch {
            violations = ["\(error)"]
        }
        guard !violations.isEmpty else { return }
        violations.insert("MIXPORT_WALKS=1 MIXPORT_WALK_SEED=\(seed) swift test --filter WalkTests", at: 0)
        Issue.record(Comment(rawValue: violations.joined(separator: "\n")))
    }
}
