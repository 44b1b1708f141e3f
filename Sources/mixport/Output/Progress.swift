import MixpanelImport

/// What is said while the import goes on: the live line, or plain lines, and messages.
final class Progress {
    private enum Style {
        case live
        case plain
        case none
    }

    private static let liveInterval = Duration.milliseconds(200)
    /// Often enough for the rate over time that the summary keeps.
    private static let usualInterval = Duration.seconds(1)

    private let style: Style
    private let paint: Paint
    private let isQuiet: Bool
    private let isVerbose: Bool
    private let isReplay: Bool
    private let isDryRun: Bool
    private let expectedLines: Int?
    private let lineLimit: Int?
    private let credentialsFrom: String?
    /// `--give-up-after`.
    private let patience: Duration
    private let start = ContinuousClock.now
    private var liveLine: String?
    private var plainLines = PlainProgress()
    private var rate = RecentRate()
    private(set) var history = RateHistory()
    /// Why the run stops, where it does.
    private(set) var stop: StopText?

    init(_ run: RunArguments) {
        let arguments = run.output
        style = Self.style(arguments)
        paint = Paint(arguments.color)
        isReplay = run.replay != nil
        isDryRun = run.isDryRun
        isQuiet = arguments.quiet
        isVerbose = arguments.verbose
        patience = run.delivery.giveUpAfter.duration
        expectedLines = run.input.expectLines
        // A replay counts the lines that it sends.
        lineLimit = isReplay ? nil : run.input.limit
        credentialsFrom = run.isDryRun ? nil : ProjectSettings.source(of: run.project)
    }

    static func interval(_ arguments: OutputArguments) -> Duration {
        style(arguments) == .live ? liveInterval : usualInterval
    }

    private static func style(_ arguments: OutputArguments) -> Style {
        if arguments.quiet || arguments.verbose { return .none }
        switch arguments.progress {
        case .none: return .none
        case .plain: return .plain
        case .auto: return Terminal.columns == nil ? .plain : .live
        }
    }

    /// `signal`: the first one that came.
    func show(_ update: ImportUpdate, signal: Int32?) {
        switch update {
        case .progress(let progress): show(progress)
        case .notice(let notice): if !isQuiet { say(notice.sentence) }
        case .stopping(let cause, let message):
            let stop = StopText(
                cause,
                message,
                credentialsFrom: credentialsFrom,
                patience: patience,
                signal: signal
            )
            self.stop = stop
            say(stop.meanwhile)
        case .hasByteOrderMark: if !isQuiet { say("the input begins with a byte order mark, which is dropped") }
        case .isRead(let format): if !isQuiet { say("the input is read as \(format)") }
        case .replayedReportEnds(let line):
            say("the replayed report ends at line \(line), the input does not: --resume of that run sends the rest")
        case .cutLine(let number, let bytes):
            say("line \(number) was cut by the stop: its first \(bytes.grouped) bytes are read, the rest is not")
        case .lostRawLines(let lost):
            say("\(lost.path) has lost raw lines, from line \(lost.line) on; the input still has them, for a replay")
        case .nothingButRejects(let lines):
            if !isQuiet, !isReplay {
                say(
                    """
                    the first \(lines) lines are all rejected: is this one event a line? --from reads known exports \
                    (mixport presets), --map says where the parts of an event are; for the rest, jq -c
                    """
                )
            }
        case .request(let first, let last, let events, let answer, let duration):
            if isVerbose {
                say("lines \(first)-\(last), \(events) events: \(answer.prefix(200)) after \(duration.brief)")
            }
        }
    }

    /// Removes the live line before anything else is written.
    func erase() {
        guard liveLine != nil else { return }
        liveLine = nil
        Terminal.write("\r\u{1B}[K", patience: 0)
    }

    /// How the run ended, for the rate over time.
    func finish(_ counts: LineCounts, resumed: LineCounts) {
        erase()
        history.note(lines: counts.settled - resumed.settled, elapsed: elapsed)
    }

    private var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }

    private func say(_ text: String) {
        erase()
        Terminal.say(text)
    }

    private func show(_ progress: ImportProgress) {
        let share = share(progress)
        history.note(lines: progress.counts.settled - progress.resumed.settled, elapsed: elapsed)
        if case .delivering(.refused(let trouble)) = progress.state {
            history.note(trouble: trouble.reason.code, from: (trouble.since - start) / .seconds(1), to: elapsed)
        }
        rate.note(progress, share: share)
        let screen = ProgressScreen(
            progress: progress,
            rate: rate,
            share: share,
            elapsed: ContinuousClock.now - start,
            isDryRun: isDryRun
        )
        switch style {
        case .live: redraw(screen)
        case .plain: for line in plainLines.lines(screen) { Terminal.write(line.forTerminal + "\n", patience: 0) }
        case .none: break
        }
    }

    private func redraw(_ screen: ProgressScreen) {
        // A terminal shows the keys of Ctrl-C as ^C: in a line without room for them they would begin another.
        let line = LiveLine(screen, columns: (Terminal.columns ?? 80) - 3, paint: paint).text
        guard line != liveLine else { return }
        liveLine = line
        Terminal.write("\r\(line)\u{1B}[K", patience: 0)
    }

    private func share(_ progress: ImportProgress) -> Double? {
        if case .passingOver = progress.state { return StandardDescriptors.inputProgress }
        let lines = Double(progress.counts.lines)
        var ofInput = StandardDescriptors.inputProgress.map { $0 * progress.shareDone }
        if let expectedLines, expectedLines > 0 { ofInput = lines / Double(expectedLines) }
        // The run ends with what comes first, the input or the limit.
        let ofLimit = lineLimit.map { lines / Double($0) }
        return [ofInput, ofLimit].compactMap(\.self).max().map { min(1, $0) }
    }
}
