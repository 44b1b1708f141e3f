import MixpanelImport

/// The command that tries lines of a reason again with other options, or shows them where no option helps.
struct RepairCommand {
    let text: String

    init(_ cure: Cure, of group: ReasonGroup, _ reports: ReviewedReports, program: String) {
        let names = reports.sources.map(NextSteps.argument).joined(separator: " ")
        let selector = ShellText.quoted(ReasonSelector.text(for: group, among: reports.review.reasons.groups))
        let options = cure.options.map { "\(program) --dry-run\($0.isEmpty ? "" : " \($0)")" }
        let filters = [cure.filter, options].compactMap { $0.map { " | \($0)" } }
        let raw = filters.isEmpty ? "" : " --raw"
        text = "\(program) report \(names) --reason \(selector)\(raw)\(filters.joined())"
    }
}
