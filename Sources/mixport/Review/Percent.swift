/// Shares for people: what is not all is never shown as all, and what is not nothing never as nothing.
enum Percent {
    static func text(_ count: Int, of all: Int) -> String {
        guard all > 0, count > 0 else { return "0.00 %" }
        guard count < all else { return "100.00 %" }
        let (high, low) = count.multipliedFullWidth(by: 10_000)
        let hundredths = all.dividingFullWidth((high, low)).quotient
        guard hundredths > 0 else { return "<0.01 %" }
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
    }
}
