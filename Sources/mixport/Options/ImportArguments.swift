public import ArgumentParser
public import MixpanelImport
import SystemPackage

struct ProjectArguments: ParsableArguments {
    @Option(help: .init("Project, needed with a service account (MIXPANEL_PROJECT_ID).", valueName: "id"))
    var projectID: String?
    @Option(help: .init("User name of the service account (MIXPANEL_SERVICE_ACCOUNT).", valueName: "name"))
    var serviceAccount: String?
    @Option(
        help: .init("File with its secret (MIXPANEL_SERVICE_ACCOUNT_SECRET).", valueName: "path"),
        completion: .file()
    )
    var secretFile: String?
    @Option(
        help: .init("File with a project token, in place of a service account (MIXPANEL_TOKEN).", valueName: "path"),
        completion: .file()
    )
    var tokenFile: String?
    @Option(
        help: .init(
            "Where the project's data lives: us, eu or in (MIXPANEL_REGION). (default: us)",
            valueName: "region"
        ),
        completion: .list(["us", "eu", "in"]),
        transform: Self.region
    )
    var region: Endpoint.Region?
    @Option(
        help: .init(
            "Base URL in place of a region; http: only to a loopback address (MIXPANEL_ENDPOINT).",
            valueName: "url"
        )
    )
    var endpoint: String?
    @Flag(help: "Import into a sandbox inside this process: no account, no network.")
    var sandbox = false

    func validate() throws {
        // In the process there is no address to choose.
        if sandbox, endpoint != nil { throw ValidationError("--sandbox and --endpoint: use one of them") }
    }

    private static func region(_ text: String) throws -> Endpoint.Region {
        guard let region = Endpoint.Region(rawValue: text.lowercased()) else {
            throw ValidationError("--region takes us, eu or in")
        }
        return region
    }
}

struct FileArguments: ParsableArguments {
    @Option(
        help: .init(
            """
            The per-line report; -: rows to standard output, those not imported with their lines. \
            (default: mixport-report-YYYYMMDD-HHMMSS.ndjson)
            """,
            valueName: "path"
        ),
        completion: .file(),
        transform: Self.outputPath
    )
    var report: FilePath?
    @Option(
        help: .init("Raw lines that were rejected. (default: REPORT with .rejects.ndjson)", valueName: "path"),
        completion: .file(),
        transform: Self.outputPath
    )
    var rejects: FilePath?
    @Option(
        help: .init(
            "Raw lines undelivered or unknown, ready to be piped back in. (default: REPORT with .pending.ndjson)",
            valueName: "path"
        ),
        completion: .file(),
        transform: Self.outputPath
    )
    var pending: FilePath?
    @Flag(help: "Go on where the report stops; start afresh where there is none yet.")
    var resume = false
    @Flag(help: "Replace existing files.")
    var overwrite = false

    func validate() throws {
        if isStream, resume {
            throw ValidationError(
                "--report - and --resume: a stream cannot be resumed; run it again, the ids make that harmless"
            )
        }
        if isStream, overwrite { throw ValidationError("--report - and --overwrite: a stream replaces nothing") }
        guard !(resume && overwrite) else { throw ValidationError("--resume and --overwrite: use one of them") }
        guard !resume || report != nil else {
            throw ValidationError("--resume needs --report, the report to go on with")
        }
    }

    /// An empty name is one that cannot be created, as others are: found out with them.
    static func outputPath(_ argument: String) throws -> FilePath {
        argument.isEmpty ? FilePath() : try path(argument)
    }

    /// `FilePath` drops a slash at the end, which says that the name is a directory's. A dot after it says the same.
    static func path(_ argument: String) throws -> FilePath {
        guard !argument.isEmpty else { throw ValidationError("the name of a file is empty") }
        return FilePath(argument: argument.hasSuffix("/") ? argument + "." : argument)
    }

    /// Rows go to standard output. A file of this name is `./-`.
    var isStream: Bool { report == "-" }

    var existing: ExistingFilePolicy { resume ? .resume : overwrite ? .replace : .refuse }
}

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

struct InputArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: .init("Longer lines are rejected without being held in memory.", valueName: "size")
    )
    var maxLineBytes = ByteSize(bytes: BatchLimits().lineBytes)
    @Option(
        parsing: .unconditional,
        help: .init(
            """
            A missing $insert_id: derive it from the event's bytes, derive it from bytes and line number (line), or \
            reject the line (require). Not line where an engine splits the input: its numbers are no ids.
            """,
            valueName: "policy"
        )
    )
    var insertID = InsertIDPolicy.derive
    @Option(
        parsing: .unconditional,
        help: .init(
            "At the end of input another count is an error; an import shows percent and time left by it.",
            valueName: "n"
        )
    )
    var expectLines: Int?
    @Option(parsing: .unconditional, help: .init("Stop after this many rejected lines.", valueName: "n"))
    var maxRejects: Int?
    @Option(
        parsing: .unconditional,
        help: .init("Stop after this many lines; an import goes on with --resume and without it.", valueName: "n")
    )
    var limit: Int?

    func validate() throws {
        guard (1...(1 << 30)).contains(maxLineBytes.bytes) else {
            throw ValidationError("--max-line-bytes takes 1 to 1GiB")
        }
        guard (expectLines ?? 0) >= 0 else { throw ValidationError("--expect-lines takes 0 or more") }
        guard (limit ?? 1) >= 1 else { throw ValidationError("--limit takes 1 or more") }
        guard (maxRejects ?? 1) >= 1 else { throw ValidationError("--max-rejects takes 1 or more") }
    }
}

extension InsertIDPolicy: ExpressibleByArgument {}
