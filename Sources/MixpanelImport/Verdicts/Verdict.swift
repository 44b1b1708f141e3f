/// What became of a line, as its row in the report says.
public struct Verdict: Sendable, Equatable {
    /// What became of a line, in one word, which the report has.
    @nonexhaustive
    public enum Status: String, Sendable, CaseIterable {
        /// The server proved that it took the event.
        case imported
        /// Not sent: a validation found nothing that the service would reject.
        case valid
        /// The line is at fault; sending the same bytes again will not help.
        case rejected
        /// The server certainly did not take it.
        case undelivered
        /// Sent, without a conclusive answer; safe to send again because of its `$insert_id`.
        case unknown
        /// Nothing but JSON whitespace.
        case blank
        /// The user's own options left it out.
        case skipped
    }

    /// Who rejected a line.
    @nonexhaustive
    public enum Judge: String, Sendable {
        /// This library, before anything was sent.
        case mixport
        /// The service.
        case server
    }

    /// What became of it.
    public var status: Status
    /// Who rejected it, where it is rejected.
    public var by: Judge?
    /// Why it is neither imported nor valid.
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

    /// Characters of a message, at most.
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

extension Verdict: CustomStringConvertible {
    /// One line, such as `rejected by server: validation, properties.time: 'properties.time' is invalid`.
    public var description: String {
        var text = status.rawValue
        if let by { text += " by \(by.rawValue)" }
        let details = [reason.map { [$0.code, field].compactMap(\.self).joined(separator: ", ") }, message]
        for detail in details.compactMap(\.self) { text += ": \(detail)" }
        if let code { text += " (\(code))" }
        return text
    }
}

extension String {
    /// Cuts a text of the server to `messageLimit` characters.
    var cutToMessage: String { String(String.UnicodeScalarView(unicodeScalars.prefix(Verdict.messageLimit))) }
}

extension Verdict {
    static func lineTooLong(bytes: Int, limit: Int) -> Verdict {
        Verdict(.rejected, by: .mixport, .lineTooLong, "the line has \(bytes) bytes, more than the \(limit) allowed")
    }
}
