import ArgumentParser

/// A number of bytes: `500k`, `10MB`, `9.5MiB`.
struct ByteSize: ExpressibleByArgument {
    var bytes: Int

    init(bytes: Int) {
        self.bytes = bytes
    }

    init?(argument: String) {
        let units: [String: Double] = [
            "": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9,
            "kib": 1024, "mib": 1_048_576, "gib": 1_073_741_824,
        ]
        guard let value = Quantity(argument), let unit = units[value.unit.lowercased()] else { return nil }
        let bytes = value.number * unit
        guard bytes < 1e15, bytes == bytes.rounded() else { return nil }
        self.bytes = Int(bytes)
    }

    var defaultValueDescription: String { bytes % 1_048_576 == 0 ? "\(bytes / 1_048_576)MiB" : "\(bytes)" }
}

/// A time: `250ms`, `30s`, `15m`, `2h`; `0` needs no unit.
struct TimeSpan: ExpressibleByArgument {
    var duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        let units: [String: Double] = ["ms": 1e-3, "s": 1, "m": 60, "h": 3600]
        guard let value = Quantity(argument) else { return nil }
        guard let unit = value.number == 0 && value.unit.isEmpty ? 1 : units[value.unit] else { return nil }
        guard value.number * unit < 1e9 else { return nil }
        duration = .seconds(value.number * unit)
    }

    var defaultValueDescription: String {
        let seconds = duration.components.seconds
        return seconds % 60 == 0 && seconds > 60 ? "\(seconds / 60)m" : "\(seconds)s"
    }
}

/// A number and the letters behind it.
private struct Quantity {
    var number: Double
    var unit: String

    init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number >= 0, number.isFinite else { return nil }
        self.number = number
        unit = String(text.dropFirst(digits.count))
    }
}
