internal import NIOHTTP1

/// An HTTP answer of the sandbox.
public struct SandboxResponse: Sendable, Equatable {
    /// A header of a request or an answer.
    public struct Header: Sendable, Equatable {
        /// As written, in upper or lower case.
        public var name: String
        /// Without white space around it.
        public var value: String

        /// The header `name: value`.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// 100 to 999.
    public var status: Int
    /// Without `Content-Length` and `Connection`, which are added on the way out.
    public var headers: [Header]
    /// Sent as it is, in one piece unless a fault says otherwise.
    public var body: [UInt8]

    /// An answer with this body, and with a `Content-Type` unless the body is empty.
    public init(_ status: Int, type: String = "application/json", body: String) {
        self.status = status
        self.headers = body.isEmpty ? [] : [Header("Content-Type", type)]
        self.body = Array(body.utf8)
    }

    /// The answer's bytes, and the places where a cut falls.
    struct Wire {
        var bytes: [UInt8]
        var statusLine: Int
        var head: Int

        func cut(_ cut: RequestFault.Cut) -> ArraySlice<UInt8> {
            switch cut {
            case .inStatusLine: bytes[..<(statusLine / 2)]
            case .inHeaders: bytes[..<((statusLine + head) / 2)]
            case .inBody: bytes[..<((head + bytes.count) / 2)]
            case .afterBytes(let count): bytes[..<min(count, bytes.count)]
            }
        }
    }

    /// The answer to a HEAD has the length of the body in its head, and no body.
    func wire(closing: Bool, hasBody: Bool = true) -> Wire {
        let reason = HTTPResponseStatus(statusCode: status).reasonPhrase
        var text = "HTTP/1.1 \(status) \(reason)\r\n"
        let statusLine = text.utf8.count
        for header in headers {
            text += "\(header.name): \(header.value)\r\n"
        }
        text += "Content-Length: \(body.count)\r\n"
        if closing { text += "Connection: close\r\n" }
        text += "\r\n"
        return Wire(bytes: Array(text.utf8) + (hasBody ? body : []), statusLine: statusLine, head: text.utf8.count)
    }
}
