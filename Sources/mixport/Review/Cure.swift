import MixpanelImport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What can be done about lines of a reason.
struct Cure {
    private(set) var text: String
    /// Options with which the lines may be good, after a filter for what no option does. nil: none makes them good, and
    /// what a filter shows of them is for people.
    private(set) var options: String?
    private(set) var filter: String?

    /// `value`: what is at fault in the first of the lines, where that is known.
    init(_ group: ReasonGroup, value: [UInt8]?) {
        let message = group.message ?? ""
        self =
            group.reason == "validation"
            ? Self.ofRule(group.field ?? "", message, value) : Self.ofReason(group.reason, message)
    }

    init(_ text: String, _ options: String? = nil, filter: String? = nil) {
        self.text = text
        self.options = options
        self.filter = filter
    }

    private static func ofReason(_ reason: String, _ message: String) -> Cure {
        switch reason {
        case "not_json": ofSyntax(message)
        case "not_utf8": Cure("The text has another encoding: convert it with iconv.")
        case "not_object": Cure("Lists of events are read with --format json, too.", "--format json")
        case "too_deep": Cure("Nothing of an event is nested so deeply: is it one?")
        case "line_too_long": Cure("A larger limit lets them pass.", "--max-line-bytes 10MiB")
        case "fields": Cure("The table has a delimiter or a line break that is not in quotes.")
        case "missing_event": Cure("Say where the name is, or leave these lines out.", "--map event=.name")
        case "missing_properties":
            Cure("Say where the parts of the event are.", "--map event=.event --map time=.time")
        case "missing_time": Cure("Say where the time is.", "--map time=.ts")
        case "bad_time":
            Cure("Say how times are written.", "--time-format '%d.%m.%Y %H:%M:%S' --timezone Europe/Berlin")
        case "duplicate_key": Cure("A mapping takes the last one of them.", "--map event=.event")
        case "missing_insert_id": Cure("It can be derived from the event.", "--insert-id derive")
        case "too_large": Cure("The service takes no event of this size: leave properties out.", "--drop NAME")
        case "refused": Cure("The service gave no reason: compare the lines with others.")
        default: Cure("They can be sent again: none counts twice.")
        }
    }

    /// By the words of the messages of `EventFault`, of which quotes and numbers may be left out.
    private static func ofSyntax(_ message: String) -> Cure {
        if message.contains("found the end of the line") {
            return Cure("Lines that end too early were cut: read them from their source again.")
        }
        if message.contains("one event per line") {
            return Cure("Several events stand on one line, which --format json reads.", "--format json")
        }
        if message.hasPrefix("Control character") {
            // All that JSON has to escape but the line feed, which ends the line.
            let filter = #"tr -d '\000-\011\013-\037'"#
            return Cure("Whatever wrote them did not escape control characters; without these:", "", filter: filter)
        }
        if message.contains("byte order mark") {
            let text = "Files that were joined had a byte order mark each; without it:"
            return Cure(text, "", filter: #"sed 's/\xEF\xBB\xBF//g'"#)
        }
        if message.contains("NaN and Infinity") {
            return Cure("JSON has no such numbers: where the lines are written, null can take their place.")
        }
        if ["trailing comma", "double quotes", "no comments"].contains(where: message.contains) {
            return Cure("Whatever wrote them does not know JSON well: write them with a JSON library.")
        }
        return Cure("Something other than JSON stands there: lines of a log, or another format (--format).")
    }

    private static func ofRule(_ field: String, _ message: String, _ value: [UInt8]?) -> Cure {
        if field.hasSuffix("time") {
            return message.contains("missing")
                ? Cure("Say where the time is.", "--map time=.properties.ts") : ofTime(value)
        }
        if field.hasSuffix("distinct_id") {
            let text =
                message.contains("missing")
                ? "Without a user the event belongs to none, as this says; or take another field."
                : "The value stands for no user. Without one the event belongs to none; or take another field."
            // The service takes an empty distinct_id: https://docs.mixpanel.com/reference/import-events
            return Cure(text, "", filter: #"jq -c '.properties.distinct_id = ""'"#)
        }
        if field.hasSuffix("insert_id") {
            return Cure("A mapping replaces what is no valid id.", "--map insert_id=.id")
        }
        return Cure("The service's rule stands in its message.")
    }

    /// What a mapping would read decides.
    private static func ofTime(_ value: [UInt8]?) -> Cure {
        let map = "--map time=.properties.time"
        let read = Cure(
            "Mixpanel wants seconds or milliseconds; a mapped time is read in any unit and many forms.",
            map
        )
        guard let value else { return read }
        let look = "jq -c .properties.time | sort | uniq -c"
        switch value.withUnsafeBytes({ TimeReader().milliseconds(ofJSONValue: $0) }) {
        case .missing: return Cure("Say where the time is.", "--map time=.properties.ts")
        case .milliseconds(let milliseconds):
            guard milliseconds / 1_000 > Int64(time(nil)) + ServiceLimits.futureSeconds else { return read }
            return Cure("In every unit this time is still to come: the clock was wrong, or it is none.", filter: look)
        case .bad:
            let isWritten = value.first == UInt8(ascii: "\"") && value.contains { $0 &- UInt8(ascii: "0") < 10 }
            guard isWritten else { return Cure("In no unit and no form is this a time.", filter: look) }
            return Cure("Say how times are written.", "\(map) --time-format '%d.%m.%Y %H:%M:%S' --timezone UTC")
        }
    }
}
