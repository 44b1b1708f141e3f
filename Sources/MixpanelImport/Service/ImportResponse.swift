internal import FoundationEssentials

/// An answer of the service, before anything is believed of it. All knowledge of its JSON stands here.
///
/// Formats: https://docs.mixpanel.com/reference/import-events and the pages on errors beside it.
package struct ImportResponse: Sendable {
    package var status: Int
    package var retryAfter: Duration?
    /// Complete by the framing of HTTP.
    package var body: [UInt8]
    /// A content coding that nobody asked for makes the body unreadable.
    package var isEncoded = false

    /// An answer may quote the request; these stay out of reports and messages.
    package var secrets: [String] = []
    /// Where a redirect, which is never followed, points to.
    package var location: String?

    package init(status: Int, retryAfter: Duration? = nil, body: [UInt8], isEncoded: Bool = false) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
        self.isEncoded = isEncoded
    }

    /// What the answer proves for a request that carried `events` events with these ids.
    package func answer(events: Int, insertID: (Int) -> String?) -> Proof {
        let content = isEncoded ? nil : Content(body)
        var answer = Proof(meaning(content, events: events, insertID: insertID), code: status)
        answer.message = shown(redirection ?? content?.message ?? text)
        answer.tookNone = content?.imported == 0
        if case .judged(var judgements) = answer.meaning {
            for index in judgements.indices {
                judgements[index].field = shown(judgements[index].field)
                judgements[index].message = shown(judgements[index].message)
            }
            answer.meaning = .judged(judgements)
        }
        return answer
    }

    private func shown(_ text: String?) -> String? { text.map { redacted($0).cutToMessage } }

    /// Before anything is cut: the beginning of a secret would not be found.
    private func redacted(_ text: String) -> String {
        secrets.reduce(text) { $0.contains($1) ? $0.replacing($1, with: "…") : $0 }
    }

    private func meaning(_ content: Content?, events: Int, insertID: (Int) -> String?) -> Proof.Meaning {
        switch status {
        case 200: return content.map { Self.success($0, events, insertID) } ?? Self.provesNothing
        case 201..<300: return Self.provesNothing
        case 400: return Self.judgement(content, events, insertID)
        case 401, 403: return .fatal(.credentials(status: status))
        case 413: return .tooLarge(limit: content?.error.flatMap(Self.limit))
        case 429, 503: return .throttled(retryAfter: retryAfter)
        case _ where Reason.isTransient(status): return .inconclusive(.init(reason: .http(status), mayBeHeld: true))
        case 500...: return .inconclusive(.init(reason: .http(status), mayBeHeld: true, attempts: 5))
        default: return .fatal(.notTheService(status: status))
        }
    }

    private static let provesNothing = Proof.Meaning.inconclusive(.init(reason: .badAnswer, mayBeHeld: true))

    private static func success(_ content: Content, _ events: Int, _ insertID: (Int) -> String?) -> Proof.Meaning {
        guard let imported = content.imported, !content.contradictsSuccess else { return provesNothing }
        guard content.failed.isEmpty else {
            return usable(content, events, insertID).map(Proof.Meaning.judged) ?? .miscounted(imported: imported)
        }
        return imported == events ? .accepted : .miscounted(imported: imported)
    }

    private static func judgement(_ content: Content?, _ events: Int, _ insertID: (Int) -> String?) -> Proof.Meaning {
        guard let content else { return .refused(isCertain: false) }
        if let judgements = usable(content, events, insertID) { return .judged(judgements) }
        // A refusal that took events is none.
        if let imported = content.imported, imported > 0 { return .miscounted(imported: imported) }
        let namesEvents = content.failed.contains { if case .text = $0 { true } else { false } }
        return .refused(isCertain: namesEvents && content.imported == 0)
    }

    /// The failed records, if every one of them can be believed and the counts add up.
    private static func usable(_ content: Content, _ events: Int, _ insertID: (Int) -> String?) -> [Judgement]? {
        guard !content.failed.isEmpty, let imported = content.imported else { return nil }
        var judgements: [Int: Judgement] = [:]
        for record in content.failed {
            guard case .record(let index?, let id, let field, let message) = record, (0..<events).contains(index)
            else { return nil }
            if let id, let own = insertID(index), id != own { return nil }
            judgements[index] = Judgement(index: index, field: field, message: message)
        }
        guard imported <= events, imported + judgements.count == events else { return nil }
        return judgements.values.sorted { $0.index < $1.index }
    }

    /// The number in "request exceeds max limit of 2097152 bytes".
    private static func limit(in text: String) -> Int? {
        let words = text.split(separator: " ")
        guard let unit = words.firstIndex(where: { $0.hasPrefix("bytes") }), unit > 0 else { return nil }
        return Int(words[unit - 1]).flatMap { $0 > 0 ? $0 : nil }
    }

    /// The host alone: the rest of a foreign URL says nothing to the user.
    private var redirection: String? {
        guard (300..<400).contains(status), let location else { return nil }
        let address = location.split(separator: "//", maxSplits: 1).last ?? ""
        let host = address.prefix { $0 != "/" && $0 != "?" }.split(separator: "@").last ?? ""
        return "it points to \(redacted(String(host)).prefix(100))"
    }

    /// The beginning of an answer that is not the service's JSON.
    private var text: String? {
        guard !isEncoded, !body.isEmpty else { return nil }
        return String(decoding: redacted(String(decoding: body, as: UTF8.self)).utf8.prefix(200), as: UTF8.self)
    }
}

/// The JSON object of an answer; a field of an unexpected type counts as absent.
private struct Content: Decodable {
    enum Record {
        case record(index: Int?, id: String?, field: String?, message: String?)
        case text(String)
        case other
    }

    var code: Int?
    var error: String?
    var statusText: String?
    var statusNumber: Int?
    var imported: Int?
    var failed: [Record] = []

    init?(_ body: [UInt8]) {
        guard let content = try? JSONDecoder().decode(Content.self, from: Data(body)) else { return nil }
        self = content
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        code = fields.value("code")
        error = fields.value("error")
        statusText = fields.value("status")
        statusNumber = fields.value("status")
        imported = fields.value("num_records_imported")
        failed = fields.value("failed_records") ?? []
    }

    /// A 200 whose own words say something else. With `verbose=1` the service writes 1 for "OK".
    var contradictsSuccess: Bool {
        (code ?? 200) != 200 || (statusText ?? "OK").lowercased() != "ok" || (statusNumber ?? 1) != 1
            || !(error ?? "").isEmpty
    }

    var message: String? {
        let texts = failed.lazy.compactMap { if case .text(let text) = $0 { text } else { nil } }
        return texts.first ?? error ?? statusText
    }
}

extension Content.Record: Decodable {
    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self = .text(text)
        } else if let fields = try? decoder.container(keyedBy: Key.self) {
            self = .record(
                index: fields.value("index"),
                // The documents have both spellings.
                id: fields.value("insert_id") ?? fields.value("$insert_id"),
                field: fields.value("field"),
                message: fields.value("message")
            )
        } else {
            self = .other
        }
    }
}

private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension KeyedDecodingContainer<Key> {
    /// nil where the field is missing, null or of another type.
    fileprivate func value<Value: Decodable>(_ name: String) -> Value? {
        try? decodeIfPresent(Value.self, forKey: Key(stringValue: name))
    }
}
