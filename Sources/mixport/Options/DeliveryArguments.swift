import ArgumentParser
import MixpanelImport

struct DeliveryArguments: ParsableArguments {
    @Option(
        name: .customLong("concurrency"),
        parsing: .unconditional,
        help: .init(
            "Requests in flight, 1 to 100. (default: \(ImportOptions().concurrency); with --share K/N 20*K/N, if less)",
            valueName: "n"
        )
    )
    var givenConcurrency: Int?
    @Option(
        parsing: .unconditional,
        help: .init("Events in one request, 1 to \(ServiceLimits.eventsPerRequest).", valueName: "n")
    )
    var batchEvents = BatchLimits().events
    @Option(
        parsing: .unconditional,
        help: .init("Uncompressed bytes of one request body, at most 10MiB.", valueName: "size")
    )
    var batchBytes = ByteSize(bytes: BatchLimits().bytes)
    @Option(parsing: .unconditional, help: .init("gzip level, 1 (fast) to 9 (small).", valueName: "n"))
    var compressionLevel = ImportOptions().compressionLevel
    @Option(
        parsing: .unconditional,
        help: .init("A partial batch is sent once its oldest line has waited this long.", valueName: "duration")
    )
    var maxDelay = TimeSpan(BatchLimits().delay)
    @Option(
        parsing: .unconditional,
        help: .init(
            "Wall clock for one request; bodies beyond 1 MB compressed get more in proportion.",
            valueName: "duration"
        )
    )
    var timeout = TimeSpan(RetryPolicy().timeout)
    @Option(
        parsing: .unconditional,
        help: .init(
            "First wait after a throttle; doubles up to 30 times itself, scales all jitter.",
            valueName: "duration"
        )
    )
    var retryDelay = TimeSpan(RetryPolicy().delay)
    @Option(
        parsing: .unconditional,
        help: .init("Attempts a batch for transient failures; 0: no limit.", valueName: "n")
    )
    var maxAttempts = RetryPolicy().maxAttempts ?? 0
    @Option(
        parsing: .unconditional,
        help: .init("Stop when nothing has succeeded for this long; 0: never.", valueName: "duration")
    )
    var giveUpAfter = TimeSpan(RetryPolicy().giveUpAfter ?? .zero)
    @Option(
        parsing: .unconditional,
        help: .init(
            """
            Pace: events a second over the service's rolling minute, or none; 20000/2s: that many in any 2 seconds. \
            (default: the service's documented limit)
            """,
            valueName: "events/s"
        )
    )
    var rate: Rate?
    @Option(
        parsing: .unconditional,
        help: .init(
            "One project among N processes: this one takes K of N parts of the rate, in events and bytes, evenly.",
            valueName: "k/n"
        )
    )
    var share: ShareArgument?

    var concurrency: Int { givenConcurrency ?? share?.share.concurrency ?? ImportOptions().concurrency }

    func validate() throws {
        let most = ImportOptions.mostConcurrency
        try check((1...most).contains(concurrency), "--concurrency takes 1 to \(most)")
        let limit = ServiceLimits.eventsPerRequest
        try check((1...limit).contains(batchEvents), "--batch-events takes 1 to \(limit), the service's limit")
        try check((1...ServiceLimits.bodyBytes).contains(batchBytes.bytes), "--batch-bytes takes 1 to 10MiB")
        try check((1...9).contains(compressionLevel), "--compression-level takes 1 to 9")
        try check(maxAttempts >= 0, "--max-attempts takes 0 or more")
        try check(timeout.duration > .zero, "--timeout takes more than 0")
        try check(retryDelay.duration > .zero, "--retry-delay takes more than 0")
        if share != nil, case .some(.none) = rate {
            throw ValidationError("--share is a share of the rate, --rate none has none: use one of them")
        }
    }

    private func check(_ condition: Bool, _ text: String) throws {
        guard condition else { throw ValidationError(text) }
    }
}
