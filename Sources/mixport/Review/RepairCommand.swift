import MixpanelImport

/// The command that tries lines of a reason again with other options, or shows them where no option helps.
struct RepairCommand {
    let text: String

    init(_ group: ReasonGroup, _ reports: ReviewedReports, program: String) {
        let names = reports.sources.map(NextSteps.argument).joined(separator: " ")
        let selector = ShellText.quoted(ReasonSelector.text(for: group, among: reports.review.reasons.groups))
        let lines = "\(program) report \(names) --reason \(selector)"
        let cure = Cure(group)
        let filter = cure.filter.map { "| \($0) " } ?? ""
        let options = cure.options.map { $0.isEmpty ? "" : " \($0)" }
        text = options.map { "\(lines) --raw \(filter)| \(program) --dry-run\($0)" } ?? lines
    }
}
