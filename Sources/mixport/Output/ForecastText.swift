import Glibc
import MixpanelImport

/// What a dry run foretells, for people.
struct ForecastText {
    let outlook: Outlook
    /// Bytes of the report that the dry run wrote; an import's is as large.
    let reportBytes: Int64

    private static let mostNames = 20

    var lines: [String] {
        let forecast = outlook.forecast
        guard forecast.events > 0 else { return [] }
        return [times, names, distinct, cost] + outlook.advice.notes.map { "note: \($0.sentence)" }
    }

    private var times: String {
        guard let span = outlook.forecast.times else { return "times: none that can be read" }
        return "times: \(Self.text(span.lowerBound)) to \(Self.text(span.upperBound)) UTC"
    }

    private var names: String {
        let names = outlook.forecast.names
        let shown = names.mostFrequent(Self.mostNames)
        let more = names.count > shown.count ? ", \((names.count - shown.count).grouped) more names" : ""
        return "events: " + shown.map { "\($0.text) \($0.events.grouped)" }.joined(separator: ", ") + more
    }

    private var distinct: String {
        let forecast = outlook.forecast
        let error = (Forecast.standardError * 1_000).rounded() / 10
        return """
            about \(forecast.distinctUsers.grouped) users, \(forecast.distinctEvents.grouped) different events \
            (standard error \(error) %)
            """
    }

    private var cost: String {
        let forecast = outlook.forecast
        return """
            an import: \(forecast.requests.grouped) requests, \(forecast.plainBytes.grouped) bytes, about \
            \(outlook.compressedBytes.grouped) compressed; at least \(forecast.leastDuration.brief) at Mixpanel's limit; \
            a report of about \(Int(reportBytes).grouped) bytes
            """
    }

    static func text(_ milliseconds: Int64) -> String {
        var seconds = time_t(milliseconds / 1_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, "%Y-%m-%d %H:%M:%S", &parts)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension AdviceNote {
    /// One line, with how many and where the first one is.
    var sentence: String {
        let about = isEstimate ? "about " : ""
        return "\(about)\(count.grouped) \(text), first on line \(firstLine.grouped)"
    }

    private var text: String {
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
