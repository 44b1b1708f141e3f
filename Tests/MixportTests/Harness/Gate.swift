import Testing

/// Lets a few cases run at a time: more of them than processors only make each other slow.
actor Gate {
    static let shared = Gate(width: 4)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(width: Int) {
        free = width
    }

    nonisolated func pass<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        await othersGoFirst()
        await enter()
        do {
            let result = try await body()
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }

    /// Tests that only compute hold up all threads of the pool when they all begin at once, and with them the acts and
    /// the services of cases.
    private nonisolated func othersGoFirst() async {
        let clock = ContinuousClock()
        while await clock.measure({ await Task.yield() }) > .milliseconds(50) {}
    }

    private func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

/// Tests with bounds of time, within the process of the tests: they wait for a free place, as cases do.
struct TakesTurns: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Gate.shared.pass { try await function() }
    }
}

extension Trait where Self == TakesTurns {
    static var takesTurns: Self { Self() }
}
