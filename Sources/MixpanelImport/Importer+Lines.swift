public import SystemPackage

extension Importer {
    /// Imports the lines of a descriptor, one event a line, and returns once every line that was read has its row in
    /// the report. Trouble of the network or the service is not thrown; the rows and the result have it.
    ///
    /// - Parameters:
    ///   - descriptor: A file, a pipe or a socket, open for reading; it stays open.
    ///   - report: One row a line, in input order. A report that was opened with `ExistingFilePolicy.resume` goes on
    ///     where it stops.
    ///   - picks: Send only lines that an earlier report calls undelivered or unknown.
    ///   - deadline: The run ends by then, with what is known: requests without an answer are `unknown`, what was not
    ///     sent is `undelivered`, and what was not read has no row. So it does when its task is cancelled.
    ///   - stop: Ends the run before its input does, and lets requests in flight finish within `ImportOptions.grace`.
    ///   - onUpdate: Told what happens meanwhile, in the caller's isolation.
    /// - Throws: What is wrong before anything is sent.
    public nonisolated(nonsending) func importLines(
        of descriptor: FileDescriptor,
        into report: Report,
        replaying picks: ReplayPicks? = nil,
        deadline: ContinuousClock.Instant? = nil,
        stop: StopHandle = StopHandle(),
        onUpdate: @escaping (ImportUpdate) -> Void = { _ in }
    ) async throws(ImportError) -> ImportResult {
        let input: InputReader
        do {
            input = try await open(descriptor, for: report, picks)
        } catch {
            guard let error = ImportError(error) else { preconditionFailure("not an error of an import: \(error)") }
            throw error
        }
        let settings = RunSettings(
            options: options,
            deadline: deadline,
            graceAfterOutage: options.grace,
            isReplay: picks != nil,
            isRepetition: Self.isOfServedRun(picks?.report),
            isResume: await report.isResumed
        )
        return await perform(settings, on: input, into: report, stop: stop, onUpdate: onUpdate)
    }

    /// Writes the events of a descriptor as they would be sent, for an importer of `.validation`.
    package nonisolated(nonsending) func convertLines(
        of descriptor: FileDescriptor,
        into stream: EventStream,
        stop: StopHandle,
        onUpdate: @escaping (ImportUpdate) -> Void
    ) async throws(ImportError) -> ImportResult {
        let input: InputReader
        do {
            input = try InputReader(descriptor, limits: options.limits, format: format, lineLimit: options.lineLimit)
        } catch {
            guard let error = ImportError(error) else { preconditionFailure("not an error of an import: \(error)") }
            throw error
        }
        let settings = RunSettings(options: options, graceAfterOutage: options.grace)
        return await perform(settings, on: input, into: stream, stop: stop, onUpdate: onUpdate)
    }

    /// Whether the service took other lines in the run of this report: a line is imported, or is pending for an answer
    /// that it got alone while others got through, as in the report of a replay.
    private static func isOfServedRun(_ path: FilePath?) -> Bool {
        guard let path, let rows = try? RowReader(path: path) else { return false }
        while case .row(let bytes)? = try? rows.next() {
            guard let row = ReportRow(bytes) else { continue }
            switch row.status {
            case .imported: return true
            case .undelivered, .unknown: if case .http? = row.verdict(in: bytes)?.reason { return true }
            case .valid, .rejected, .blank, .skipped: continue
            }
        }
        return false
    }

    private var format: FormatOptions {
        var format = options.format
        format.lineBytes = options.batches.lineBytes
        return format
    }

    private nonisolated(nonsending) func open(
        _ descriptor: FileDescriptor,
        for report: Report,
        _ picks: ReplayPicks?
    ) async throws -> InputReader {
        try await report.checkIsNotInput(descriptor)
        let preparation = options.preparation(isValidation: isValidation)
        let identity = LineIdentity(
            isInLine: preparation.mapping == nil,
            isSkipped: { preparation.isSkipped($0) },
            id: { preparation.insertIDText(of: $0, number: $1) }
        )
        let replay = try picks.map { picks in
            ReplayFilter(try RowReader(path: picks.report), statuses: picks.statuses, identity: identity)
        }
        let lineForm = ExplodedLineForm(paths: format.explodedPaths)
        await report.setLineForm(lineForm)
        let rawLines = try await report.rawLinesToResume()
        let resume = try await report.rowsToResume().map { rows in
            ResumeFilter(
                rows,
                rejects: rawLines.rejects,
                pending: rawLines.pending,
                identity: identity,
                lineForm: lineForm,
                isDryRun: isValidation,
                isReplay: picks != nil,
                mostHeldBytes: max(options.window * options.batches.bytes, 1 << 20)
            )
        }
        return try InputReader(
            descriptor,
            limits: options.limits,
            format: format,
            lineLimit: options.lineLimit,
            replay: replay,
            resume: resume
        )
    }
}
