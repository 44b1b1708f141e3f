/// A number and its unit, as people write sizes and durations in options.
package enum Quantity {
    private static let sizes: [String: Double] = [
        "": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9,
        "kib": 1024, "mib": 1_048_576, "gib": 1_073_741_824,
    ]
    private static let times: [String: Double] = ["ms": 1e-3, "s": 1, "m": 60, "h": 3600]

    /// `500k`, `10MB`, `9.5MiB`; whole bytes, fewer than 10^15.
    package static func bytes(_ text: String) -> Int? {
        guard let (number, unit) = parts(text), let factor = sizes[unit.lowercased()] else { return nil }
        let bytes = number * factor
        guard bytes < 1e15, bytes == bytes.rounded() else { return nil }
        return Int(bytes)
    }

    /// `250ms`, `30s`, `15m`, `2h`, less than 10^9 seconds; `0` needs no unit.
    package static func duration(_ text: String) -> Duration? {
        guard let (number, unit) = parts(text) else { return nil }
        guard let factor = number == 0 && unit.isEmpty ? 1 : times[unit], number * factor < 1e9 else { return nil }
        return .seconds(number * factor)
    }

    private static func parts(_ text: String) -> (number: Double, unit: String)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number >= 0, number.isFinite else { return nil }
        return (number, String(text.dropFirst(digits.count)))
    }
}
