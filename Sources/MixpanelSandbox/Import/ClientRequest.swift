internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1

/// A request as a client library sends it: what is asked for in its query, or in the form that is its body.
struct ClientRequest {
    let path: String
    let method: HTTPMethod
    let contentType: Substring?
    private let query: RequestTarget
    private var form = RequestTarget("")

    init(_ head: HTTPRequestHead) {
        query = RequestTarget(head.uri)
        path = query.path
        method = head.method
        contentType = head.headers.first(name: "content-type")?.split(separator: ";").first
    }

    var isStrict: Bool { self["strict"] == "1" }

    /// Event data stands in a field `data`: of the query, or of a form.
    var hasFields: Bool {
        method == .GET || contentType == "application/x-www-form-urlencoded" || contentType == nil && isForTracking
    }

    /// What browsers and apps call, with the project's token in each event and no credentials.
    var isForTracking: Bool { path == "/track" }

    var style: AnswerStyle {
        guard isForTracking || hasFields && !isStrict else { return .json }
        return self["verbose"] == "1" ? .verbose : .digit
    }

    /// In the query or in the form.
    subscript(name: String) -> String? { query[name] ?? form[name] }

    mutating func read(form body: ByteBuffer) {
        form = RequestTarget("?" + String(decoding: body.readableBytesView, as: UTF8.self))
    }

    /// JSON, or JSON in base64.
    var data: ByteBuffer? {
        guard let text = self["data"] else { return nil }
        guard let first = text.utf8.first(where: { $0 > 0x20 }),
            ![UInt8(ascii: "{"), UInt8(ascii: "[")].contains(first)
        else { return ByteBuffer(string: text) }
        return Data(base64Encoded: text, options: .ignoreUnknownCharacters).map { ByteBuffer(bytes: $0) }
    }
}
