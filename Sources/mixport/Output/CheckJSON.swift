/// What `check` found, for programs.
struct CheckJSON: Encodable {
    let schema = 1
    private let findings: [CheckFindings.Finding]
    /// What is in an import's way.
    private let problem: String?
    private let exitCode: Int32

    enum CodingKeys: String, CodingKey {
        case schema
        case findings
        case problem
        case exitCode = "exit_code"
    }

    init(_ findings: CheckFindings, _ failure: Failure?) {
        self.findings = findings.all
        problem = failure?.text
        exitCode = failure?.code.rawValue ?? 0
    }

    var text: String { jsonLine }
}
