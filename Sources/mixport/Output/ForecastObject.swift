import MixpanelImport

/// What a dry run foretells, for programs.
struct ForecastObject: Encodable {
    struct Bytes: Encodable {
        var raw: Int
        /// An estimate from a part of the bodies, unless there are few.
        var compressed: Int
    }

    /// Events in each of these spans of time, one after the other, from `start` on.
    struct Histogram: Encodable {
        var start: String
        var seconds: Double
        var events: [Int]
    }

    private static let mostBins = 200

    var events: Int
    var distinctUsers: Int
    var distinctEvents: Int
    /// Of these two, relative to themselves, where they are estimates; 0 where both are exact.
    var standardError: Double
    var requests: Int
    var bytes: Bytes
    /// At the service's limit.
    var leastSeconds: Double
    /// Of an import to which the service says the same; it may say it in other words.
    var reportBytes: Int64
    var histogram: Histogram?

    enum CodingKeys: String, CodingKey {
        case events
        case distinctUsers = "distinct_users"
        case distinctEvents = "distinct_events"
        case standardError = "standard_error"
        case requests, bytes
        case leastSeconds = "least_seconds"
        case reportBytes = "report_bytes"
        case histogram
    }

    init(_ outlook: Outlook, reportBytes: Int64) {
        let forecast = outlook.forecast
        events = forecast.events
        distinctUsers = forecast.distinctUsers.count
        distinctEvents = forecast.distinctEvents.count
        standardError = max(forecast.distinctUsers.standardError, forecast.distinctEvents.standardError)
        requests = forecast.requests
        bytes = Bytes(raw: forecast.plainBytes, compressed: outlook.compressedBytes)
        leastSeconds = forecast.leastDuration / .seconds(1)
        self.reportBytes = reportBytes
        let (width, bins) = forecast.histogram.bins(atMost: Self.mostBins)
        histogram = bins.first.map { first in
            Histogram(
                start: TimeText.utc(first.start),
                seconds: Double(width) / 1_000,
                events: bins.map(\.events)
            )
        }
    }
}
