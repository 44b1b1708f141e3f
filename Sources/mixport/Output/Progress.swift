import MixpanelImport

/// What is said while the import goes on: the live line, or plain lines, and messages.
final class Progress {
    private enum Style {
        case live
        case plain
        case none
    }

    private static let liveInterval = Duration.milliseconds(200)
    private static let plainInterval = Duration.seconds(10)

    private let style: Style
    private let isQuiet: Bool
    private let isVerbose: Bool
    private let isReplay: Bool
    private let expectedLines: Int?
    private let credentialsFrom: String?
    private let start = ContinuousClock.now
    private var liveLine: String?

    init(_ run: RunArguments) {
        let arguments = run.output
        style = Self.style(arguments)
        isReplay = run.replay != nil
        isQuiet = arguments.quiet
        isVerbose = arguments.verbose
        expectedLines = run.input.expectLines
        credentialsFrom = run.isDryRun ? nil : ProjectSettings.source(of: run.project)
    }

    static func interval(_ arguments: OutputArguments) -> Duration? {
        switch style(arguments) {
        case .live: liveInterval
        case .plain: plainInterval
        case .none: nil
        }
    }

    private static func style(_ arguments: OutputArguments) -> Style {
        if arguments.quiet || arguments.verbose { return .none }
        switch arguments.progress {
        case .none: return .none
        case .plain: return .plain
        case .auto: return Terminal.columns == nil ? .none : .live
        }
    }

    /// `signal`: the first one that came.
    func show(_ update: ImportUpdate, signal: Int32?) {
        switch update {
        case .progress(let progress):
            style == .live ? redraw(progress) : Terminal.say(parts(progress).joined(separator: ", "))
        case .notice(let notice): if !isQuiet { say(notice.sentence) }
        case .stopping(let cause, let message):
            say(cause.sentence(message, credentialsFrom: credentialsFrom, signal: signal))
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

    private func say(_ text: String) {
        erase()
        Terminal.say(text)
    }

    private func redraw(_ progress: ImportProgress) {
        let width = (Terminal.columns ?? 80) - 1
        var parts = parts(progress)
        // Elapsed, in flight, rate: what a narrow terminal can do without.
        for index in [5, 4, 3] where parts.joined(separator: ", ").count > width { parts.remove(at: index) }
        let line = String(parts.joined(separator: ", ").prefix(width))
        guard line != liveLine else { return }
        liveLine = line
        Terminal.write("\r\(line)\u{1B}[K", patience: 0)
    }

    private func parts(_ progress: ImportProgress) -> [String] {
        let counts = progress.counts
        let elapsed = ContinuousClock.now - start
        let rate = Int(Double(counts.lines) / max(elapsed / .seconds(1), 0.001))
        var parts = [
            "\(counts.lines.grouped) lines", "\((counts.imported + counts.valid).grouped) imported",
            "\(counts.rejected.grouped) rejected", "\(rate.grouped)/s", "\(progress.inFlight) in flight", elapsed.brief,
        ]
        if let until = progress.throttledUntil, until > .now {
            parts.append("throttled, next try in \((until - .now).brief)")
        }
        if let share = share(progress), share > 0 {
            parts.append("\(Int(share * 100))%, \((elapsed / share * (1 - share)).brief) left")
        }
        return parts
    }

    private func share(_ progress: ImportProgress) -> Double? {
        if let expectedLines, expectedLines > 0 { return min(1, Double(progress.counts.lines) / Double(expectedLines)) }
        return StandardDescriptors.inputProgress.map { $0 * progress.shareDone }
    }
}
