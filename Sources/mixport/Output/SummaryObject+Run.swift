import MixpanelImport

extension SummaryObject {
    init(_ summary: Summary) {
        let result = summary.result
        let totals = summary.totals
        counts = Counts(result.counts)
        reasons = result.reasons.byFrequency.map(Reason.init)
        requests = result.statistics.requests
        retries = result.statistics.retries
        waits = result.statistics.waits.mapValues { ($0 / .milliseconds(1)).rounded() / 1_000 }
        bytes = Bytes(raw: result.statistics.bodyBytes, compressed: result.statistics.sentBytes)
        input = Input(lines: result.linesRead, bytes: result.inputBytes)
        started = summary.started
        seconds = summary.duration / .seconds(1)
        files = Files(summary)
        exitCode = summary.ending.code
        complete = result.isComplete
        ended = Ending(cause: result.endCause, text: summary.endText)
        dryRun = summary.arguments.isDryRun ? true : nil
        rate = Rate(
            seconds: summary.history.spanSeconds,
            lines: summary.history.lines,
            troubles: summary.history.troubles.map(Trouble.init)
        )
        events = totals.names
        moreEvents =
            totals.eventsOfMoreNames > 0 ? Names(names: totals.moreNames, events: totals.eventsOfMoreNames) : nil
        days = totals.days
        firstTime = totals.firstTime
        lastTime = totals.lastTime
        eventsFromLine = totals.fromLine
        advice = (result.advice?.notes ?? []).map(Advice.init)
        mapping = result.mapping.map(Mapping.init)
        hint = summary.hint.map { Hint(line: $0.line, text: $0.sentence, options: $0.options) }
        forecast = result.outlook.map { ForecastObject($0, reportBytes: summary.foretoldReportBytes) }
    }
}

extension SummaryObject.Trouble {
    fileprivate init(_ trouble: RateHistory.Trouble) {
        cause = trouble.cause
        from = (trouble.from * 100).rounded() / 100
        to = (trouble.to * 100).rounded() / 100
    }
}

extension SummaryObject.Counts {
    init(_ counts: LineCounts) {
        lines = counts.lines
        imported = counts.imported + counts.valid
        rejected = counts.rejected
        undelivered = counts.undelivered
        unknown = counts.unknown
        blank = counts.blank
        skipped = counts.skipped
    }
}

extension SummaryObject.Reason {
    init(_ entry: ReasonCounts.Entry) {
        status = entry.status.rawValue
        reason = entry.reason.code
        field = entry.field
        message = entry.message
        count = entry.count
        firstLine = entry.firstLine
        lastLine = entry.lastLine
    }
}

extension SummaryObject.Mapping {
    fileprivate init(_ counts: MappingCounts) {
        hashedIDs = counts.hashedIDs
        eventsWithoutUser = counts.eventsWithoutUser
        renamedProperties = counts.renamedProperties
        equalProperties = counts.equalProperties
        repeatedNames = counts.repeatedNames
    }
}

extension SummaryObject.Files {
    fileprivate init(_ summary: Summary) {
        let written = summary.files
        let hasReport = written.report.isThere || written.report.isEmpty && !written.report.isStream
        report = hasReport ? written.report.path.text : nil
        rejects = written.rejects.isThere ? written.rejects.path.text : nil
        pending = written.pending.isThere ? written.pending.path.text : nil
        let others = summary.changedFiles.map(\.path.text)
        changed = others.isEmpty ? nil : others
    }
}

extension SummaryObject.Advice {
    fileprivate init(_ note: AdviceNote) {
        kind = note.kind.code
        count = note.count
        firstLine = note.firstLine
        isEstimate = note.isEstimate
        standardError = note.standardError
        text = note.text
    }
}

extension ImportResult {
    /// What ended the run: a stable code.
    var endCause: String {
        if outputError != nil { return "output" }
        if inputError != nil { return "bad_input" }
        switch stopCause {
        case nil: return reachedLineLimit ? "limit" : "input"
        case .credentials: return "credentials"
        case .notTheService: return "not_the_service"
        case .untrusted: return "untrusted"
        case .unexpectedResponses: return "unexpected_responses"
        case .everythingTooLarge: return "too_large"
        case .outage: return "outage"
        case .tooManyRejects: return "max_rejects"
        case .requested: return "signal"
        case .cancelled, .deadline: return "deadline"
        case .output: return "output"
        case .input: return "bad_input"
        case .some: return "other"
        }
    }
}

extension AdviceKind {
    /// A stable code.
    fileprivate var code: String {
        switch self {
        case .ignored: "ignored"
        case .tooManyOfOneUser: "too_many_of_one_user"
        case .cutTexts: "cut_texts"
        case .olderThanTwoYears: "older_than_two_years"
        case .olderThanFiveYears: "older_than_five_years"
        case .inTheComingHour: "in_the_coming_hour"
        case .tooManyNames: "too_many_names"
        case .sharedInsertID: "shared_insert_id"
        case .noPlace: "no_place"
        case .privateAddress: "private_address"
        case .roundedID: "rounded_id"
        case .oneTime: "one_time"
        }
    }
}
