/// An answer of the service, before anything is believed of it.
///
/// Formats: https://docs.mixpanel.com/reference/import-events and the pages on errors beside it.
package struct ImportResponse: Sendable {
    package let status: Int
    package let retryAfter: Duration?
    /// Complete by the framing of HTTP.
    package let body: [UInt8]
    /// A content coding that nobody asked for makes the body unreadable.
    package let isEncoded: Bool
    /// It began before the system had taken the whole request: what it counts cannot be all that was sent.
    package let isEarly: Bool
    /// Where a redirect, which is never followed, points to.
    package let location: String?
    /// An answer may quote the request; these stay out of reports and messages.
    private let mask: SecretMask

    package init(
        status: Int,
        retryAfter: Duration? = nil,
        body: [UInt8],
        isEncoded: Bool = false,
        isEarly: Bool = false,
        location: String? = nil,
        mask: SecretMask
    ) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
        self.isEncoded = isEncoded
        self.isEarly = isEarly
        self.location = location
        self.mask = mask
    }

    /// What the answer proves for a request that carried `events` events with these ids.
    package func answer(events: Int, insertID: (Int) -> String?) -> Proof {
        let content = isEncoded ? nil : ResponseContent(body)
        var answer = Proof(meaning(content, events, insertID), code: status)
        answer.message = shown(redirection ?? content?.message ?? text)
        answer.tookNone = content?.imported == 0 && !isEarly
        if isEarly, answer.meaning == Self.provesNothing {
            answer.message = "the answer came before the whole request had been sent"
        }
        return answer
    }

    private func meaning(_ content: ResponseContent?, _ events: Int, _ insertID: (Int) -> String?) -> Proof.Meaning {
        switch status {
        case 200: return content.map { success($0, events, insertID) } ?? Self.provesNothing
        case 201..<300: return Self.provesNothing
        case 400: return refusal(content, events, insertID)
        // The service gives its reason in JSON, or none; a page comes from a proxy or a portal.
        case 401, 403: return .fatal(content != nil || body.isEmpty ? .credentials(status: status) : notTheService)
        // A refusal that counts imported events is not one.
        case 413, 429: if let content, content.tookSome { return Self.provesNothing }
        default: break
        }
        switch status {
        case 413: return .tooLarge(limit: content?.bodyLimit)
        case 429, 503: return .throttled(retryAfter: retryAfter)
        case _ where Reason.isTransient(status): return .inconclusive(.init(reason: .http(status), mayBeHeld: true))
        case 500...: return .inconclusive(.init(reason: .http(status), mayBeHeld: true, attempts: 5))
        default: return .fatal(notTheService)
        }
    }

    private var notTheService: StopCause { .notTheService(status: status) }

    private static let provesNothing = Proof.Meaning.inconclusive(.init(reason: .badAnswer, mayBeHeld: true))

    private func success(_ content: ResponseContent, _ events: Int, _ insertID: (Int) -> String?) -> Proof.Meaning {
        guard !isEarly, let imported = content.imported, !content.contradictsSuccess else { return Self.provesNothing }
        if content.namesEvents {
            return rejected(content, events, insertID).map(Proof.Meaning.judged) ?? .miscounted(imported: imported)
        }
        return imported == events ? .accepted : .miscounted(imported: imported)
    }

    private func refusal(_ content: ResponseContent?, _ events: Int, _ insertID: (Int) -> String?) -> Proof.Meaning {
        guard let content else { return .refused(isCertain: false) }
        if content.contradictsRefusal { return Self.provesNothing }
        if let rejected = rejected(content, events, insertID) {
            return isEarly ? Self.provesNothing : .judged(rejected)
        }
        if let imported = content.imported, imported > 0 { return .miscounted(imported: imported) }
        return .refused(isCertain: content.imported == 0 && content.hasTexts && !isEarly)
    }

    /// The failed records, if every one of them can be believed and the counts add up.
    private func rejected(
        _ content: ResponseContent,
        _ events: Int,
        _ insertID: (Int) -> String?
    ) -> [RejectedEvent]? {
        guard content.namesEvents, let imported = content.imported else { return nil }
        var rejected: [Int: RejectedEvent] = [:]
        for record in content.failed {
            guard case .record(let index?, let id, let field, let message) = record, (0..<events).contains(index)
            else { return nil }
            if let id, let own = insertID(index), id != own { return nil }
            rejected[index] = RejectedEvent(index: index, field: shown(field), message: shown(message))
        }
        guard imported <= events, imported + rejected.count == events else { return nil }
        return rejected.values.sorted { $0.index < $1.index }
    }
}

/// What is shown of an answer.
extension ImportResponse {
    private func shown(_ text: String?) -> String? { text.map { mask.masked($0).cutToMessage } }

    /// The host alone: the rest of a foreign URL says nothing to the user.
    private var redirection: String? {
        guard (300..<400).contains(status), let location else { return nil }
        let address = location.split(separator: "//", maxSplits: 1).last ?? ""
        let host = address.prefix { $0 != "/" && $0 != "?" }.split(separator: "@").last ?? ""
        return "it points to \(mask.masked(String(host)).prefix(100))"
    }

    /// The title of a page, otherwise the beginning of an answer that is not the service's JSON.
    private var text: String? {
        guard !isEncoded, !body.isEmpty else { return nil }
        let text = mask.masked(String(decoding: body, as: UTF8.self))
        return Self.title(of: text) ?? String(decoding: text.utf8.prefix(200), as: UTF8.self)
    }

    private static func title(of page: String) -> String? {
        let start = page.drop(while: \.isWhitespace)
        guard start.first == "<", let open = start.firstRange(of: /(?i)<title[^>]*>/) else { return nil }
        let rest = start[open.upperBound...]
        let title = rest[..<(rest.firstIndex(of: "<") ?? rest.endIndex)]
        let words = title.split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}
