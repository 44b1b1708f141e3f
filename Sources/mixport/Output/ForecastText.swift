import MixpanelImport

/// What a dry run foretells, for people.
struct ForecastText {
    let outlook: Outlook
    /// Bytes of an import's report.
    let reportBytes: Int64
    /// Of the files; nil where it is not known.
    let freeBytes: Int?

    /// Each with its label.
    var rows: [(String, String)] {
        guard outlook.forecast.events > 0 else { return [] }
        let timeline = Timeline(outlook.forecast.histogram)
        return [("would be", requests), ("would take", duration), ("would need", space), ("holds", distinct)]
            + [timeline.text.map { ("over time", $0) }].compactMap(\.self)
    }

    private var requests: String {
        let forecast = outlook.forecast
        let about = outlook.compressedBytesAreEstimate ? "about " : ""
        let size = "\(forecast.plainBytes.bytesText) as \(about)\(outlook.compressedBytes.bytesText)"
        return "\(forecast.requests.counted("request")), \(size)"
    }

    private var duration: String { "at least \(outlook.forecast.leastDuration.brief) at Mixpanel's limit" }

    private var space: String {
        let free = freeBytes.map { ", \($0.bytesText) are free there" } ?? ""
        return "\(Int(reportBytes).bytesText) for the report\(free)"
    }

    /// The first events with their lines, cut to the terminal's width.
    func firstEvents(columns: Int) -> [String] {
        guard !outlook.firstEvents.isEmpty else { return [] }
        let number = outlook.firstEvents.map(\.line.grouped.count).max() ?? 0
        let dots = Terminal.takesUTF8 ? "…" : ".."
        let events = outlook.firstEvents.map { event in
            let text = String(decoding: event.bytes, as: UTF8.self).forTerminal
            let width = max(20, columns - number - 9)
            return "  line \(event.line.grouped.right(number)) \(text.cut(columns: width, dots: dots))"
        }
        return ["", "as they would be sent"] + events
    }

    private var distinct: String {
        let (users, events) = (outlook.forecast.distinctUsers, outlook.forecast.distinctEvents)
        let texts = [(users, "user"), (events, "different event")].map { number, noun in
            (number.isEstimate ? "about " : "") + number.count.counted(noun)
        }
        let error = (max(users.standardError, events.standardError) * 1_000).rounded() / 10
        return texts.joined(separator: ", ") + (error > 0 ? " (standard error \(error) %)" : "")
    }
}
