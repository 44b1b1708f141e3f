import MixpanelImport

/// What can be done about lines of a reason.
struct Cure {
    let text: String
    /// Options with which the lines may be good, after a filter for what no option does.
    let options: String?
    let filter: String?

    init(_ group: ReasonGroup) {
        (text, options) = Self.cure(group)
        // The service takes an empty distinct_id: https://docs.mixpanel.com/reference/import-events
        filter = group.field?.hasSuffix("distinct_id") == true ? #"jq -c '.properties.distinct_id = ""'"# : nil
    }

    private static func cure(_ group: ReasonGroup) -> (String, String?) {
        switch group.reason {
        case "validation": validation(group.field ?? "", group.message ?? "")
        case "not_json":
            ("Lines that end within a text were cut: read them from their source again.", nil)
        case "not_utf8": ("The text has another encoding: convert it with iconv.", nil)
        case "not_object": ("Lists of events are read with --format json, too.", "--format json")
        case "too_deep": ("Nothing of an event is nested so deeply: is it one?", nil)
        case "line_too_long": ("A larger limit lets them pass.", "--max-line-bytes 10MiB")
        case "fields": ("The table has a delimiter or a line break that is not in quotes.", nil)
        case "missing_event": ("Say where the name is, or leave these lines out.", "--map event=.name")
        case "missing_properties": ("Say where the parts of the event are.", "--map event=.event --map time=.time")
        case "missing_time": ("Say where the time is.", "--map time=.ts")
        case "bad_time": ("Say how times are written.", "--time-format '%d.%m.%Y %H:%M:%S' --timezone Europe/Berlin")
        case "duplicate_key": ("A mapping takes the last one of them.", "--map event=.event")
        case "missing_insert_id": ("It can be derived from the event.", "--insert-id derive")
        case "too_large": ("The service takes no event of this size: leave properties out.", "--drop NAME")
        case "refused": ("The service gave no reason: compare the lines with others.", nil)
        default: ("They can be sent again: none counts twice.", nil)
        }
    }

    private static func validation(_ field: String, _ message: String) -> (String, String?) {
        if field.hasSuffix("time"), message.contains("future") {
            return (
                "Of a number the size tells the unit: these are microseconds or worse, or the clock was wrong. "
                    + "A mapped time is read in any unit.", "--map time=.properties.time"
            )
        }
        if field.hasSuffix("time") { return ("Say where the time is.", "--map time=.properties.ts") }
        if field.hasSuffix("distinct_id") {
            return ("The value stands for no user. Without one the event belongs to none; or take another field.", "")
        }
        if field.hasSuffix("insert_id") { return ("A mapping replaces what is no valid id.", "--map insert_id=.id") }
        return ("The service's rule stands in its message.", nil)
    }
}
