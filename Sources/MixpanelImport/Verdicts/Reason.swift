/// Why a line is not imported: a stable code.
public enum Reason: Sendable, Hashable {
    case notJSON
    case notUTF8
    case notObject
    case tooDeep
    case lineTooLong
    case missingEvent
    case missingProperties
    case duplicateKey
    case missingInsertID
    /// The server's `failed_records`, or its documented rules in a dry run.
    case validation
    /// 413 for one event.
    case tooLarge
    /// 400 for one event without a record that says why.
    case refused
    case http(Int)
    case timeout
    case connection
    /// An answer that proves nothing.
    case badAnswer
    /// The run ended before the line had a verdict.
    case stopped

    public var code: String {
        switch self {
        case .notJSON: "not_json"
        case .notUTF8: "not_utf8"
        case .notObject: "not_object"
        case .tooDeep: "too_deep"
        case .lineTooLong: "line_too_long"
        case .missingEvent: "missing_event"
        case .missingProperties: "missing_properties"
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
        }
    }
}

extension Reason {
    /// Statuses that pass with time: of the service, of a proxy or of a content network in between.
    static func isTransient(_ status: Int) -> Bool {
        [408, 500, 502, 504].contains(status) || (520...524).contains(status)
    }

    /// Answers that made no sense are something else than a service that is not well.
    public var isProtocolViolation: Bool {
        switch self {
        case .badAnswer: true
        case .http(let status): !Self.isTransient(status) && status != 429 && status != 503
        default: false
        }
    }

    private static let named: [Reason] = [
        .notJSON, .notUTF8, .notObject, .tooDeep, .lineTooLong, .missingEvent, .missingProperties, .duplicateKey,
        .missingInsertID, .validation, .tooLarge, .refused, .timeout, .connection, .badAnswer, .stopped,
    ]

    init?(code: String) {
        if code.hasPrefix("http_"), let status = Int(code.dropFirst(5)) {
            self = .http(status)
        } else if let reason = Self.named.first(where: { $0.code == code }) {
            self = reason
        } else {
            return nil
        }
    }
}
