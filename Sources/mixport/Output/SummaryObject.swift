/// What `--json` prints and `REPORT.summary.json` holds: how a run ended, for programs. Fields are only ever added.
struct SummaryObject: Encodable {
    struct Counts: Encodable {
        var lines: Int
        var imported: Int
        var rejected: Int
        var undelivered: Int
        var unknown: Int
        var blank: Int
        var skipped: Int
    }

    struct Reason: Encodable {
        var status: String
        var reason: String
        var field: String?
        var message: String?
        var count: Int
        var firstLine: Int
        var lastLine: Int

        enum CodingKeys: String, CodingKey {
            case status
            case reason
            case field
            case message
            case count
            case firstLine = "first_line"
            case lastLine = "last_line"
        }
    }

    /// Of the bodies of all requests, repeated ones included.
    struct Bytes: Encodable {
        var raw: Int
        var compressed: Int
    }

    /// Lines that were read, and bytes of plain text.
    struct Input: Encodable {
        var lines: Int
        var bytes: Int
    }

    /// Where each file stands that has lines in it.
    struct Files: Encodable {
        var report: String?
        var rejects: String?
        var pending: String?
        /// Those that others moved, cut or wrote to during the run.
        var changed: [String]?
    }

    /// How the run ended: `input` (the input did), `limit`, `signal`, or what stopped it.
    struct Ending: Encodable {
        var cause: String
        /// The same in words.
        var text: String
    }

    /// Lines that got a verdict that stands, so none that was given up, in each span of so many seconds, one after the
    /// other, from `started` on.
    struct Rate: Encodable {
        var seconds: Double
        var lines: [Int]
        /// When nothing got through, in seconds from `started` on.
        var troubles: [Trouble]
    }

    struct Trouble: Encodable {
        /// The code of a reason, such as `http_503`.
        var cause: String
        var from: Double
        var to: Double
    }

    struct Names: Encodable {
        var names: Int
        var events: Int
    }

    struct Advice: Encodable {
        var kind: String
        var count: Int
        var firstLine: Int
        var isEstimate: Bool
        /// Of an estimate, relative to the count, where it is known.
        var standardError: Double?
        var text: String

        enum CodingKeys: String, CodingKey {
            case kind
            case count
            case firstLine = "first_line"
            case isEstimate = "is_estimate"
            case standardError = "standard_error"
            case text
        }
    }

    /// What a mapping changed in the events of this run.
    struct Mapping: Codable {
        var hashedIDs: Int
        var eventsWithoutUser: Int
        var renamedProperties: Int
        var equalProperties: Int
        var repeatedNames: Int

        enum CodingKeys: String, CodingKey {
            case hashedIDs = "hashed_ids"
            case eventsWithoutUser = "events_without_user"
            case renamedProperties = "renamed_properties"
            case equalProperties = "equal_properties"
            case repeatedNames = "repeated_names"
        }
    }

    /// What the lines are, where all of them were rejected.
    struct Hint: Codable {
        var line: Int
        var text: String
        var options: [String]
    }

    var schema = 1
    var counts: Counts
    var reasons: [Reason]
    var requests: Int
    var retries: [String: Int]
    /// Seconds in which nothing was sent, by what stood in the way: `paced`, or the code of an answer.
    var waits: [String: Double]
    var bytes: Bytes
    var input: Input
    /// RFC 3339, UTC.
    var started: String
    var seconds: Double
    var files: Files
    var exitCode: Int32
    /// All input was read.
    var complete: Bool
    var ended: Ending
    /// Present and true for a dry run, whose `imported` lines are only valid.
    var dryRun: Bool?
    var rate: Rate
    /// How many events by name, the most frequent 1,000; imported ones, or valid ones in a dry run.
    var events: [String: Int]
    /// Names beyond those.
    var moreEvents: Names?
    /// How many of these events by day (UTC), `YYYY-MM-DD`.
    var days: [String: Int]
    /// The same as times, of the first and the last of these events.
    var firstTime: String?
    var lastTime: String?
    /// The line from which on events are counted, where it is not the first: what an earlier run counted is not known.
    var eventsFromLine: Int?
    var advice: [Advice]
    /// Where a mapping is used.
    var mapping: Mapping?
    var hint: Hint?
    var forecast: ForecastObject?

    enum CodingKeys: String, CodingKey {
        case schema, counts, reasons, requests, retries, waits, bytes, input, started, seconds, files
        case exitCode = "exit_code"
        case complete, ended
        case dryRun = "dry_run"
        case rate, events
        case moreEvents = "more_events"
        case days
        case firstTime = "first_time"
        case lastTime = "last_time"
        case eventsFromLine = "events_from_line"
        case advice, mapping, hint, forecast
    }

    /// One line, without its end.
    var json: String { jsonLine }
}
