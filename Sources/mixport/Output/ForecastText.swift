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
            let shown = text.count <= width ? text : text.prefix(width - dots.count) + dots
            return "  line \(event.line.grouped.right(number)) \(shown)"
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

extension AdviceNote {
    /// One line, with how many and where the first one is.
    var sentence: String {
        let about = isEstimate ? "about " : ""
        return "\(about)\(count.grouped) \(numbered), first on line \(firstLine.grouped)"
    }

    private var numbered: String {
        guard count == 1 else { return text }
        let plurals = [("events have", "event has"), ("events are", "event is"), ("events lie", "event lies")]
        let found = plurals.first { text.hasPrefix($0.0) }
        return found.map { $0.1 + text.dropFirst($0.0.count) } ?? text
    }

    /// Without how many, and where.
    var text: String {
        switch kind {
        case .ignored: "events have $ignore: Mixpanel drops them without a word"
        case .tooManyOfOneUser:
            "times one distinct_id has more than 200,000 events in a day: Mixpanel renames them $hotshard_events"
        case .cutTexts: "events have a name or text of more than 255 bytes, which Mixpanel cuts"
        case .olderThanTwoYears: "events are older than 2 years, the retention of new projects"
        case .olderThanFiveYears: "events are older than 5 years, the retention of all projects"
        case .inTheComingHour: "events lie in the coming hour: Mixpanel takes the time of arrival instead"
        case .tooManyNames: "names of events: reports offer 5,000"
        case .sharedInsertID: "events have the $insert_id of a different event: one of the two may be lost"
        case .noPlace: "events have neither ip nor place: all users will live where this program runs; --set ip=0"
        case .privateAddress: "events have a private ip, which no place belongs to"
        case .roundedID: "ids look rounded: they have been through a floating-point number"
        case .oneTime: "events have all the same time"
        }
    }
}
