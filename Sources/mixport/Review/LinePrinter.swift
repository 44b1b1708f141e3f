import MixpanelImport

/// Some lines of reports, each with its verdict and its raw line.
struct LinePrinter {
    let selection: LineSelection
    let limit: Int
    let output: StandardOutput

    func print(_ reports: inout ReviewedReports) throws {
        var count = 0
        var groups: Set<Int> = []
        var value: [UInt8]?
        try reports.read { line, finder, name in
            guard selection.picks(line) else { return }
            count += 1
            if output.readerHasGone { throw ReviewedReports.Enough() }
            guard count <= limit else { return }
            if let group = line.group { groups.insert(group) }
            let raw = try finder.beginning(of: line, limit: MarkedLine.mostBytes)
            let text = LineText(name: name(), line: line, raw: raw)
            value = text.shown?.value
            try output.write(text.text)
        }
        if count == 0 { return try output.write("no line of that kind: \(NoSuchLine(selection, reports).text)\n") }
        if count > limit {
            try output.write("and \((count - limit).grouped) more: --limit N shows N, --raw all raw lines\n")
        }
        if count == 1, !selection.lines.isEmpty, groups.count == 1 { try write(groups.first!, value, reports) }
    }

    /// How a single line stands among others. `value`: what is at fault in it.
    private func write(_ index: Int, _ value: [UInt8]?, _ reports: ReviewedReports) throws(Failure) {
        let groups = reports.review.reasons.groups
        let group = groups[index]
        if group.count > 1 {
            let range = "from \(reports.name(group.first)) to \(reports.name(group.last))".forTerminal
            try output.write("\(group.count.grouped) lines have this reason, \(range)\n")
        }
        guard group.status == .rejected else { return }
        let cure = Cure(group, value: value)
        let program = ShellText.quoted(ProgramArguments.all[0])
        let command = RepairCommand(cure, of: group, reports, program: program)
        try output.write("\(cure.text)\ntry:  \(command.text)\n")
    }
}
