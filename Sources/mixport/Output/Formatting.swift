extension Duration {
    /// `0.25s`, `12.3s`, `4m07s`, `2h05m`.
    var brief: String {
        let seconds = self / .seconds(1)
        if seconds < 1 { return "\((seconds * 100).rounded() / 100)s" }
        if seconds < 60 { return "\((seconds * 10).rounded() / 10)s" }
        let whole = Int(min(seconds, 1e15))
        let (large, small, units) =
            whole < 3600 ? (whole / 60, whole % 60, "ms") : (whole / 3600, whole / 60 % 60, "hm")
        return "\(large)\(units.first!)\(small < 10 ? "0" : "")\(small)\(units.last!)"
    }
}

extension Int {
    /// Thousands apart, for people.
    var grouped: String {
        var digits = String(magnitude)
        var index = digits.endIndex
        while digits.distance(from: digits.startIndex, to: index) > 3 {
            index = digits.index(index, offsetBy: -3)
            digits.insert(",", at: index)
        }
        return (self < 0 ? "-" : "") + digits
    }
}
