/// Shares for people: what is not all is never shown as 100.
enum Percent {
    static func text(_ count: Int, of all: Int) -> String {
        guard all > 0 else { return "0 %" }
        guard count < all else { return "100 %" }
        let hundredths = Int(Double(count) / Double(all) * 10_000)
        guard hundredths > 0 else { return count > 0 ? "<0.01 %" : "0 %" }
        return hundredths.hundredthsOfPercent
    }
}
