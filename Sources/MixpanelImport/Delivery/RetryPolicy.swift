/// How patiently batches are delivered.
public struct RetryPolicy: Sendable {
    /// The first wait after a throttle, which doubles up to 30 times this value; more than zero. The service asks for
    /// 2 s, doubled up to 60 s, plus 1 to 5 s of jitter:
    /// https://docs.mixpanel.com/reference/import-events
    public var delay = Duration.seconds(2)
    /// Attempts a batch for transient failures, such as a lost connection or a 502, at least 1; nil: no limit.
    /// Throttles use up none.
    public var maxAttempts: Int? = usualAttempts
    /// The run stops when nothing has succeeded for this long, counted from the oldest request after the latest success
    /// that has failed or has no answer; more than zero. nil: never.
    public var giveUpAfter: Duration? = .seconds(15 * 60)
    /// Wall clock for one request, from connecting to the last byte of the answer; more than zero. Compressed bodies
    /// beyond 1 MB get more in proportion.
    public var timeout = Duration.seconds(60)

    static let usualAttempts = 8

    /// The documented defaults.
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
        guard let maxAttempts else { return false }
        return failures >= min(maxAttempts, attempts ?? maxAttempts)
    }
}
