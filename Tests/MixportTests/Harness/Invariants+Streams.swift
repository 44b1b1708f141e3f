import Foundation

extension Invariants {
    /// The secret, and what it looks like within base64, whatever stands before it.
    private static let secretForms: [[UInt8]] = {
        let secret = Array(Case.secret.utf8)
        let encoded = (0..<3).map { offset in
            let text = Data([UInt8](repeating: 0x2D, count: offset) + secret).base64EncodedString()
            // Digits that depend on what stands before or after the secret.
            return Array(text.utf8.dropFirst(offset == 0 ? 0 : 4).dropLast(4))
        }
        return [secret] + encoded
    }()

    mutating func checkSecrets() {
        let places = [
            ("standard output", outcome.output), ("standard error", outcome.errors), ("report", outcome.report),
            ("rejects", outcome.rejects), ("pending", outcome.pending), ("process list", outcome.commandLine),
        ]
        for (name, bytes) in places {
            let data = Data(bytes ?? [])
            let isSeen = Self.secretForms.contains { data.range(of: Data($0)) != nil }
            demand(!isSeen, "the secret stands in \(name)")
        }
    }

    /// One line a message, and nothing in it that a terminal would obey.
    mutating func checkMessages() {
        let isPlain = outcome.standardError.unicodeScalars.allSatisfy {
            $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && !(0x202A...0x202E).contains($0.value)
        }
        demand(isPlain, "standard error has control characters")
        let mayPrint = ["--json", "--help", "-h", "help", "--version", "convert", "presets", "report", "sandbox"]
        let isPrinting =
            outcome.paths.isStream
            || stimulus.arguments.contains { mayPrint.contains($0) || $0.hasPrefix("--generate-completion") }
        demand(outcome.output.isEmpty || isPrinting, "standard output is not empty")
    }

    /// The summary, or its JSON form, agrees with the rows.
    mutating func checkCounts() {
        let statuses: [Row.Status] = [.imported, .rejected, .undelivered, .unknown, .blank]
        let counts =
            [outcome.rows.count]
            + statuses.map { status in
                outcome.count(status) + (status == .imported ? outcome.count(.valid) : 0)
            }
        if stimulus.arguments.contains("--json") { return checkJSON(counts) }
        guard let line = outcome.messages.first(where: { $0.contains(" lines = ") }) else {
            let isSilent = stimulus.arguments.contains { ["-q", "--quiet"].contains($0) } || outcome.rows.isEmpty
            demand(isSilent || outcome.isKilled, "no summary")
            return
        }
        let numbers = line.replacingOccurrences(of: ",", with: "").split(separator: " ").compactMap { Int($0) }
        demand(numbers == counts, "the summary says \(numbers), the report \(counts)")
        demand(line.hasSuffix("balanced") && !line.contains("NOT"), "\(line)")
    }

    /// Beside the report of a run that came to its end stands the object of `--json`, whole, for the owner only.
    mutating func checkSummary() {
        guard let mode = outcome.modes[outcome.paths.report], mode & S_IFMT == S_IFREG else { return }
        // What was beside the report before is still there, or is not.
        if outcome.hasAddedNothing { return }
        // Where the report could not be written on, its companion cannot either.
        let hasFailed = outcome.ending == .exit(74) && outcome.summaryModes.isEmpty
        guard !outcome.isKilled, !hasFailed, !outcome.hasEndedBeforeItBegan else { return }
        let modes = outcome.summaryModes
        let isPrivate = modes.values.allSatisfy { $0 == S_IFREG | 0o600 }
        let path = outcome.paths.summary
        demand(modes[path] != nil && isPrivate, "no \(path) for its owner only: \(modes)")
        let object = outcome.summaryObject
        demand(object?["schema"] as? Int == 1, "no object in \(path)")
        let counts = object?["counts"] as? [String: Int]
        let rows = outcome.rows.count
        demand(counts?["lines"] == rows, "the summary says \(counts ?? [:])")
        let isPrinted = stimulus.arguments.contains("--json") && stimulus.standardOutput == nil
        let isSame = outcome.summary == outcome.output
        demand(!isPrinted || isSame, "the summary is not what was printed")
    }

    private mutating func checkJSON(_ counts: [Int]) {
        guard stimulus.standardOutput == nil else { return }
        guard let object = outcome.json else { return demand(false, "no JSON object on standard output") }
        let fields = [
            "schema", "counts", "reasons", "requests", "retries", "waits", "bytes", "input", "started", "seconds",
            "files", "exit_code", "complete", "ended", "rate", "events", "days", "advice",
        ]
        let others = [
            "dry_run", "more_events", "first_time", "last_time", "events_from_line", "mapping", "hint", "forecast",
        ]
        demand(Set(object.keys).subtracting(others) == Set(fields), "the fields are \(object.keys.sorted())")
        let names = ["lines", "imported", "rejected", "undelivered", "unknown", "blank", "skipped"]
        let said = object["counts"] as? [String: Int] ?? [:]
        let counts = counts + [outcome.count(.skipped)]
        demand(said == Dictionary(uniqueKeysWithValues: zip(names, counts)), "JSON says \(said), the report \(counts)")
        let code = object["exit_code"] as? Int
        switch outcome.ending {
        case .exit(let exit): demand(code == Int(exit), "JSON says exit code \(code ?? -1)")
        case .signal(let signal): demand(code == 128 + Int(signal), "JSON says exit code \(code ?? -1)")
        }
    }
}

extension Outcome {
    /// What `--json` printed; beside rows it goes to standard error, as the last line.
    var json: [String: Any]? {
        let bytes = paths.isStream ? Array((messages.last ?? "").utf8) : output
        return try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    }

    /// What stands beside the report.
    var summaryObject: [String: Any]? {
        try? JSONSerialization.jsonObject(with: Data(summary ?? [])) as? [String: Any]
    }

    /// By a signal so early that nothing was there yet to catch it; later ones are said.
    var hasEndedBeforeItBegan: Bool {
        guard case .signal = ending else { return false }
        return messages.isEmpty && summary == nil
    }

    /// Killed, so that it could not say anything at the end.
    var isKilled: Bool { ending == .signal(SIGKILL) }
}
