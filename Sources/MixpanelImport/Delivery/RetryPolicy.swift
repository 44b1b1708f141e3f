/// How patiently batches are delivered.
public struct RetryPolicy: Sendable {
    /// The first wait after a throttle. The service asks for 2 s, doubled up to 60 s, plus 1 to 5 s of jitter:
    /// https://docs.mixpanel.com/reference/import-events
    public var delay = Duration.seconds(2)
    /// Attempts a batch for transient failures; 0: no limit.
    public var maxAttempts = 8
    /// The run stops when nothing has succeeded for this long; zero: never.
    public var giveUpAfter = Duration.seconds(15 * 60)
    /// Wall clock for one request, from connecting to the last byte of the answer.
    public var timeout = Duration.seconds(60)

    public init() {}

    /// The wait before the n-th probe (from 1) of a service that throttles.
    func throttleWait(step: Int, retryAfter: Duration?, random: inout SeededRandom) -> Duration {
        let doubled = min(delay * (1 << min(step - 1, 10)), delay * 30)
        let computed = doubled + delay * Double.random(in: 0.5...2.5, using: &random)
        return max(computed, retryAfter ?? .zero)
    }

    /// The wait after the n-th transient failure (from 1) of a batch.
    func transientWait(failures: Int, random: inout SeededRandom) -> Duration {
        let doubled = min(delay / 4 * (1 << min(failures - 1, 10)), delay * 15)
        return doubled * Double.random(in: 0...1, using: &random)
    }

    func isExhausted(after failures: Int, of attempts: Int?) -> Bool {
        maxAttempts > 0 && failures >= min(maxAttempts, attempts ?? maxAttempts)
    }
}

/// SplitMix64: small, quick, and the same for the same seed, so that a failure can be played again.
/// https://prng.di.unimi.it/splitmix64.c
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
