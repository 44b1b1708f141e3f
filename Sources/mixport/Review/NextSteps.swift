import MixpanelImport
import SystemPackage

/// What to do about what reports say, best first.
struct NextSteps {
    struct Step {
        let text: String
        let command: String
    }

    /// Reasons whose repair is a step of its own, and runs whose resumption is one.
    private static let most = 3

    private(set) var steps: [Step] = []
    private let reports: ReviewedReports
    private let program: String

    init(_ reports: ReviewedReports, program: String) {
        self.reports = reports
        self.program = program
        let counts = reports.review.counts
        if reports.review.isDryRun {
            if counts.rejected == 0, counts.valid > 0 {
                steps.append(Step(text: "Import them: the dry run sent nothing", command: "\(program) < INPUT"))
            }
        } else {
            let resumptions = reports.review.sources.indices.compactMap { Resumption(of: $0, in: reports) }
            steps += resumptions.prefix(Self.most).map { resumption in
                let several = resumptions.count > Self.most ? " (one of \(resumptions.count.grouped) such reports)" : ""
                return Step(text: resumption.text + several, command: resumption.command(program))
            }
            addPending(counts.pending - resumptions.reduce(0) { $0 + $1.stopped })
        }
        addRejected()
    }

    private var names: String { reports.sources.map(Self.argument).joined(separator: " ") }

    private mutating func addPending(_ count: Int) {
        guard count > 0 else { return }
        let text = "Send again what may not have arrived (\(count.counted("line"))), with that run's options"
        var command = "\(program) report \(names) --status pending --raw | \(program)"
        if let report = reports.onlyFile, reports.review.sources[0].runs <= 1 {
            let (unpack, plain) = Self.unpacked(report, isCompressed: reports.review.sources[0].isCompressed)
            command = "\(steps.isEmpty ? unpack : "")\(program) replay \(plain) < INPUT"
        }
        steps.append(Step(text: "\(text); none counts twice", command: command))
    }

    /// Reasons that no words tell apart are one step.
    private mutating func addRejected() {
        let groups = reports.review.reasons
        let rejected = groups.byFrequency.map { groups.groups[$0] }.filter { $0.status == .rejected }
        var found: [(selector: String, count: Int, titles: [String])] = []
        for group in rejected {
            let selector = ReasonSelector.text(for: group, among: groups.groups)
            let title = ReasonTitle.text(group)
            if let index = found.firstIndex(where: { $0.selector == selector }) {
                found[index].count += group.count
                if !found[index].titles.contains(title) { found[index].titles.append(title) }
            } else if found.count < Self.most {
                found.append((selector, group.count, [title]))
            }
        }
        for (selector, count, titles) in found {
            let text = "Look at \(count.grouped) rejected: \(titles.prefix(Self.most).joined(separator: "; "))"
            let command = "\(program) report \(names) --reason \(ShellText.quoted(selector))"
            steps.append(Step(text: text, command: command))
        }
    }

    /// As the command takes it: never for an option.
    static func argument(_ source: ReportSource) -> String {
        switch source {
        case .standardInput: "-"
        case .file(let path): ShellText.argument(path)
        }
    }

    /// The report as `--resume` and `replay` read it, and what makes it of a compressed one.
    static func unpacked(_ report: FilePath, isCompressed: Bool) -> (unpack: String, plain: String) {
        let name = ShellText.argument(report)
        guard isCompressed else { return ("", name) }
        guard report.extension == "gz" else {
            let packed = ShellText.argument(FilePath(bytes: report.bytes + ".gz".utf8))
            return ("mv \(name) \(packed) && gunzip \(packed) && ", name)
        }
        var plain = report
        plain.extension = nil
        return ("gunzip \(name) && ", ShellText.argument(plain))
    }
}
