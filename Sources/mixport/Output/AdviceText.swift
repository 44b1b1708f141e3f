import MixpanelImport

/// Advice in one line: how many, of what, and where the first one is.
enum AdviceText {
    private static let singulars = [
        ("events have", "event has"), ("events are", "event is"), ("events lie", "event lies"),
        ("times one distinct_id has", "distinct_id has"), ("names of events", "name of events"),
        ("ids look", "id looks"),
    ]

    static func sentence(_ text: String, count: Int, firstLine: Int, isEstimate: Bool) -> String {
        let about = isEstimate ? "about " : ""
        return "\(about)\(count.grouped) \(count == 1 ? singular(text) : text), first on line \(firstLine.grouped)"
    }

    private static func singular(_ text: String) -> String {
        let found = singulars.first { text.hasPrefix($0.0) }
        return found.map { $0.1 + text.dropFirst($0.0.count) } ?? text
    }
}

extension RunRecord.Advice {
    var sentence: String {
        guard let count, let firstLine else { return text }
        return AdviceText.sentence(text, count: count, firstLine: firstLine, isEstimate: isEstimate == true)
    }
}

extension AdviceNote {
    var sentence: String { AdviceText.sentence(text, count: count, firstLine: firstLine, isEstimate: isEstimate) }

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
