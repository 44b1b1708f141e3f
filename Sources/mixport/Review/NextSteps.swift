import MixpanelImport
import SystemPackage

/// What to do about what reports say, best first.
struct NextSteps {
    struct Step {
        let text: String
        let command: String
    }

    /// Reasons whose repair is a step of its own.
    private static let mostRepairs = 3

    private(set) var steps: [Step] = []

    init(_ reports: ReviewedReports, program: String) {
        let counts = reports.review.counts
        let names = reports.sources.map(Self.argument)
        let report = reports.onlyFile.map { Self.path($0) }
        if reports.review.isDryRun {
            if counts.rejected == 0, counts.valid > 0 {
                steps.append(Step(text: "Import them: the dry run sent nothing", command: "\(program) < INPUT"))
            }
        } else if let report, !reports.isFinal {
            steps.append(
                Step(
                    text: "Go on where the run stopped; what is imported is not sent again",
                    command: "\(program) --report \(report) --resume < INPUT"
                )
            )
        } else if counts.pending > 0 {
            let text = "Send again what may not have arrived (\(counts.pending.grouped) lines); none counts twice"
            // Rows that carry their lines need no input.
            let again = "\(program) report \(names.joined(separator: " ")) --status pending --raw | \(program)"
            steps.append(Step(text: text, command: report.map { "\(program) replay \($0) < INPUT" } ?? again))
        }
        guard counts.rejected > 0 else { return }
        let groups = reports.review.reasons
        let rejected = groups.byFrequency.map { groups.groups[$0] }.filter { $0.status == .rejected }
        for group in rejected.prefix(Self.mostRepairs) {
            let selector = ReasonSelector.text(for: group, among: groups.groups)
            let text = "Look at \(group.count.grouped) rejected: \(ReasonTitle.text(group))"
            let command = "\(program) report \(names.joined(separator: " ")) --reason \(ShellText.quoted(selector))"
            steps.append(Step(text: text, command: command))
        }
    }

    /// As the command takes it: never for an option.
    static func argument(_ source: ReportSource) -> String {
        switch source {
        case .standardInput: "-"
        case .file(let path): Self.path(path)
        }
    }

    private static func path(_ path: FilePath) -> String {
        let text = ByteText.encoded(path.bytes)
        return ShellText.quoted(text.hasPrefix("-") ? "./\(text)" : text)
    }
}
