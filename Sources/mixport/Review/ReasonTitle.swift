import MixpanelImport

/// A reason in a few words.
enum ReasonTitle {
    private static let titles: [String: String] = [
        "not_json": "not JSON", "not_utf8": "not UTF-8", "not_object": "not an object", "too_deep": "too many levels",
        "line_too_long": "line too long", "fields": "another number of fields", "missing_event": "no event name",
        "missing_properties": "no properties", "missing_time": "no time", "bad_time": "a time that cannot be read",
        "duplicate_key": "a field given twice", "missing_insert_id": "no $insert_id",
        "too_large": "too large for the service", "refused": "refused without a reason", "timeout": "no answer in time",
        "connection": "connection lost", "bad_answer": "an answer that proves nothing",
        "stopped": "no verdict, as the run stopped", "where": "left out by --where", "unwrap": "nothing to unwrap",
        "prefix": "no object in the line", "since": "before --since", "until": "not before --until",
        "not_in_export": "not in Mixpanel's export",
    ]

    /// As the name of one of several reasons. Names of fields stay as they are.
    static func heading(_ group: ReasonGroup) -> String {
        let title = text(group)
        if group.status != .rejected { return "\(capitalized(group.status.rawValue)): \(title)" }
        return group.field == nil ? capitalized(title) : title
    }

    private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    static func text(_ group: ReasonGroup) -> String {
        if let title = titles[group.reason] { return title }
        if group.reason.hasPrefix("http_") { return "answered with \(group.reason.dropFirst(5))" }
        // The service's messages: 'properties.time' is invalid: must not be in the future
        guard let message = group.message else { return group.reason }
        guard let field = group.field?.split(separator: ".").last, let fault = message.split(separator: ": ").last,
            message.contains(" is invalid: ")
        else { return message }
        return "\(field): \(fault)"
    }
}
