/// What became of a line, as its row in the report says.
public struct Verdict: Sendable, Equatable {
    public enum Status: String, Sendable, CaseIterable {
        /// The server proved that it took the event.
        case imported
        /// The line is at fault; sending the same bytes again will not help.
        case rejected
        /// The server certainly did not take it.
        case undelivered
        /// Sent, without a conclusive answer; safe to send again because of its `$insert_id`.
        case unknown
        /// Nothing but JSON whitespace.
        case blank
    }

    /// Who rejected a line.
    public enum Judge: String, Sendable {
        case mixport
        case server
    }

    public var status: Status
    public var by: Judge?
    public var reason: Reason?
    /// The byte in the line, from 1, where the problem is.
    public var column: Int?
    /// The server's name for the part of the event that is at fault.
    public var field: String?
    /// A sentence; the server's own text where it gave one, of at most `messageLimit` characters.
    public var message: String?
    /// HTTP status of the last answer, for lines that are not imported.
    public var code: Int?
    /// Requests that carried this line.
    public var attempts = 0

    public static let messageLimit = 300

    package init(_ status: Status, by: Judge? = nil, _ reason: Reason? = nil, _ message: String? = nil) {
        self.status = status
        self.by = by
        self.reason = reason
        self.message = message
    }

    static let blank = Verdict(.blank)

    /// Whether the line is worth sending again.
    public var isPending: Bool { status == .undelivered || status == .unknown }
}

extension String {
    /// No text of a server's becomes longer than this anywhere.
    var cutToMessage: String { String(String.UnicodeScalarView(unicodeScalars.prefix(Verdict.messageLimit))) }
}

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
    public var isSenseless: Bool {
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

extension Verdict {
    init(_ fault: EventFault) {
        let reason: Reason =
            switch fault.reason {
            case .notJSON: .notJSON
            case .notUTF8: .notUTF8
            case .notObject: .notObject
            case .tooDeep: .tooDeep
            case .missingEvent: .missingEvent
            case .missingProperties: .missingProperties
            case .duplicateKey: .duplicateKey
            }
        self.init(.rejected, by: .mixport, reason, fault.message)
        column = fault.column
    }

    static func lineTooLong(bytes: Int, limit: Int) -> Verdict {
        Verdict(.rejected, by: .mixport, .lineTooLong, "the line has \(bytes) bytes, more than the \(limit) allowed")
    }
}
