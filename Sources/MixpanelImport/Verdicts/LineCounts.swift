/// How many lines got which verdict.
public struct LineCounts: Sendable, Equatable {
    /// Lines that have a verdict.
    public var lines = 0
    /// The server proved that it took them.
    public var imported = 0
    /// A validation found nothing against them.
    public var valid = 0
    /// They are at fault.
    public var rejected = 0
    /// The server certainly did not take them.
    public var undelivered = 0
    /// They were sent, without a conclusive answer.
    public var unknown = 0
    /// Nothing but JSON whitespace.
    public var blank = 0
    /// Left out by the user's own options.
    public var skipped = 0
    /// Lines from the first on that the program itself has all rejected.
    private(set) var rejectedFromStart = 0

    /// No lines.
    public init() {}

    /// Every line has exactly one verdict.
    public var isBalanced: Bool { lines == imported + valid + rejected + undelivered + unknown + blank + skipped }
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
        case .skipped: skipped += 1
        }
    }
}
