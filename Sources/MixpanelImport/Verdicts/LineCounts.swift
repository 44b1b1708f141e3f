/// How many lines got which verdict.
public struct LineCounts: Sendable, Equatable {
    /// Lines that have a verdict.
    public var lines = 0
    public var imported = 0
    public var valid = 0
    public var rejected = 0
    public var undelivered = 0
    public var unknown = 0
    public var blank = 0
    /// Lines from the first on that the program itself has all rejected.
    private(set) var rejectedFromStart = 0

    /// No lines.
    public init() {}

    /// Every line has exactly one verdict.
    public var isBalanced: Bool { lines == imported + valid + rejected + undelivered + unknown + blank }
    /// Lines that are worth sending again.
    public var pending: Int { undelivered + unknown }

    mutating func count(_ status: Verdict.Status, by judge: Verdict.Judge? = nil) {
        if status == .rejected, judge == .mixport, rejectedFromStart == lines { rejectedFromStart += 1 }
        lines += 1
        switch status {
        case .imported: imported += 1
        case .valid: valid += 1
        case .rejected: rejected += 1
        case .undelivered: undelivered += 1
        case .unknown: unknown += 1
        case .blank: blank += 1
        }
    }
}
