extension Duration {
    /// `0.25s`, `12.3s`, `4m07s`, `2h05m`.
    var brief: String {
        let seconds = self / .seconds(1)
        if seconds < 1 { return "\((seconds * 100).rounded() / 100)s" }
        if seconds < 60 { return "\((seconds * 10).rounded() / 10)s" }
        return long
    }

    /// `0s`, `12s`, `4m07s`, `2h05m`: for what is looked at while it changes.
    var whole: String {
        let seconds = self / .seconds(1)
        return seconds < 60 ? "\(Int(max(0, seconds)))s" : long
    }

    private var long: String {
        let whole = Int(min(self / .seconds(1), 1e15))
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

    /// `950`, `30.0k`, `16.5M`.
    var short: String {
        for (unit, name) in [(1_000_000_000, "G"), (1_000_000, "M"), (10_000, "k")] where self >= unit {
            return (Double(self) / Double(name == "k" ? 1_000 : unit)).tenths + name
        }
        return grouped
    }

    /// `840 bytes`, `17.9 MB`, by thousands.
    var bytesText: String {
        for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")] where self >= unit {
            return (Double(self) / Double(unit)).tenths + " " + name
        }
        return counted("byte")
    }

    /// `1 request`, `2,000 requests`.
    func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}

extension Double {
    /// With one decimal.
    var tenths: String {
        let tenths = Int((self * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension String {
    /// Padded on its left to so many columns.
    func right(_ width: Int) -> String { String(repeating: " ", count: Swift.max(0, width - columns)) + self }

    /// Padded on its right.
    func left(_ width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - columns)) }
}
