/// Why a line is not imported: a stable code.
@nonexhaustive
public enum Reason: Sendable, Hashable {
    /// No JSON text, or more than one.
    case notJSON
    /// Bytes that are not UTF-8.
    case notUTF8
    /// JSON, but no object.
    case notObject
    /// More levels of arrays and objects than are followed.
    case tooDeep
    /// More bytes than `BatchLimits.lineBytes`.
    case lineTooLong
    /// A record of a table with another number of fields than it has columns, or whose quote is never closed.
    case fields
    /// No `event`, or one that is blank or no string.
    case missingEvent
    /// No `properties`, or no object.
    case missingProperties
    /// No `time` among the properties.
    case missingTime
    /// A time that cannot be read.
    case badTime
    /// A key that stands twice in the same object.
    case duplicateKey
    /// No `$insert_id` where `InsertIDPolicy.require` asks for one.
    case missingInsertID
    /// The server's `failed_records`, or its documented rules in a dry run.
    case validation
    /// 413 for one event.
    case tooLarge
    /// 400 for one event without a record that says why.
    case refused
    /// An answer with this status that does not say which events are at fault.
    case http(Int)
    /// No answer in time.
    case timeout
    /// No connection, or one that was lost.
    case connection
    /// An answer that proves nothing.
    case badAnswer
    /// The run ended before the line had a verdict.
    case stopped
    /// Mixpanel's own export does not have an event that it had accepted.
    case notInExport
    /// Why a line was left out.
    case skipped(SkipReason)

    /// The code that the report has, such as `not_json` or `http_502`; it never changes.
    public var code: String {
        switch self {
        case .notJSON: "not_json"
        case .notUTF8: "not_utf8"
        case .notObject: "not_object"
        case .tooDeep: "too_deep"
        case .lineTooLong: "line_too_long"
        case .fields: "fields"
        case .missingEvent: "missing_event"
        case .missingProperties: "missing_properties"
        case .missingTime: "missing_time"
        case .badTime: "bad_time"
        case .duplicateKey: "duplicate_key"
        case .missingInsertID: "missing_insert_id"
        case .validation: "validation"
        case .tooLarge: "too_large"
        case .refused: "refused"
        case .http(let status): "http_\(status)"
        case .timeout: "timeout"
        case .connection: "connection"
        case .badAnswer: "bad_answer"
        case .stopped: "stopped"
        case .notInExport: "not_in_export"
        case .skipped(let reason): reason.rawValue
        }
    }
}

extension Reason {
    /// Statuses that are temporary: of the service, of a proxy or of a content network in between.
    static func isTransient(_ status: Int) -> Bool {
        [408, 500, 502, 504].contains(status) || (520...524).contains(status)
    }

    /// Whether it is an answer that the service never gives, as opposed to a service in trouble.
    public var isProtocolViolation: Bool {
        switch self {
        case .badAnswer: true
        case .http(let status): !Self.isTransient(status) && status != 429 && status != 503
        default: false
        }
    }

    private static let named: [Reason] = [
        .notJSON, .notUTF8, .notObject, .tooDeep, .lineTooLong, .fields, .missingEvent, .missingProperties,
        .missingTime, .badTime,
        .duplicateKey,
        .missingInsertID, .validation, .tooLarge, .refused, .timeout, .connection, .badAnswer, .stopped,
        .notInExport,
    ]

    init?(code: String) {
        if code.hasPrefix("http_"), let status = Int(code.dropFirst(5)) {
            self = .http(status)
        } else if let reason = Self.named.first(where: { $0.code == code }) {
            self = reason
        } else if let reason = SkipReason(rawValue: code) {
            self = .skipped(reason)
        } else {
            return nil
        }
    }
}
