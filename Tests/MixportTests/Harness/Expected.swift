import MixpanelSandbox

/// What a case must show beyond the laws. Statuses that are not named have no rows.
struct Expected {
    var ending: Child.Ending
    var rows: [Rows]
    var requests: Amount?

    func violations(_ outcome: Outcome) -> [String] {
        var violations: [String] = []
        if outcome.isHung {
            violations.append("the program hung and was killed")
        } else if outcome.ending != ending {
            violations.append("expected \(ending), got \(outcome.ending)")
        }
        for status in Row.Status.allCases {
            let found = outcome.rows.filter { $0.status == status }
            let wanted = rows.first { $0.status == status }
            if !(wanted?.count ?? 0).range.contains(found.count) {
                violations.append("expected \(wanted?.count ?? 0) rows \(status.rawValue), got \(found.count)")
            }
            let reasons = Set(found.compactMap(\.reason))
            if let wanted = wanted?.reasons, wanted != reasons {
                violations.append("expected \(status.rawValue) for \(wanted.sorted()), got \(reasons.sorted())")
            }
        }
        if let requests, !requests.range.contains(outcome.served.ledger.requests) {
            violations.append("expected \(requests) requests, got \(outcome.served.ledger.requests)")
        }
        return violations
    }
}

/// Rows of one status: how many, and for which reasons.
struct Rows: Sendable {
    var status: Row.Status
    var count: Amount
    var reasons: Set<String>?

    static func imported(_ count: Amount) -> Rows { Rows(status: .imported, count: count) }
    static func valid(_ count: Amount) -> Rows { Rows(status: .valid, count: count) }
    static func skipped(_ count: Amount) -> Rows { Rows(status: .skipped, count: count) }
    static func blank(_ count: Amount) -> Rows { Rows(status: .blank, count: count) }

    static func rejected(_ count: Amount, _ reasons: String...) -> Rows {
        Rows(status: .rejected, count: count, reasons: reasons.isEmpty ? nil : Set(reasons))
    }

    static func undelivered(_ count: Amount, _ reasons: String...) -> Rows {
        Rows(status: .undelivered, count: count, reasons: reasons.isEmpty ? nil : Set(reasons))
    }

    static func unknown(_ count: Amount, _ reasons: String...) -> Rows {
        Rows(status: .unknown, count: count, reasons: reasons.isEmpty ? nil : Set(reasons))
    }
}

/// A number that is known, or known within bounds.
struct Amount: ExpressibleByIntegerLiteral, CustomStringConvertible, Sendable {
    var range: ClosedRange<Int>

    init(_ range: ClosedRange<Int>) { self.range = range }
    init(_ number: Int) { range = number...number }
    init(integerLiteral number: Int) { self.init(number) }

    static func atLeast(_ number: Int) -> Amount { Amount(number...Int.max) }
    static func atMost(_ number: Int) -> Amount { Amount(0...number) }
    static func between(_ first: Int, _ last: Int) -> Amount { Amount(first...last) }

    var description: String {
        if range.count == 1 { return "\(range.lowerBound)" }
        return range.upperBound == .max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}
