import ArgumentParser
import MixpanelImport

/// A number of bytes: `500k`, `10MB`, `9.5MiB`.
struct ByteSize: ExpressibleByArgument {
    var bytes: Int

    init(bytes: Int) {
        self.bytes = bytes
    }

    init?(argument: String) {
        guard let bytes = Quantity.bytes(argument) else { return nil }
        self.bytes = bytes
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
        guard let duration = Quantity.duration(argument) else { return nil }
        self.duration = duration
    }

    var defaultValueDescription: String {
        let seconds = duration.components.seconds
        return seconds % 60 == 0 && seconds > 60 ? "\(seconds / 60)m" : "\(seconds)s"
    }
}
