import Foundation
import Synchronization

/// A proxy that knows CONNECT only, and remembers what it was asked.
final class Tunnel: Sendable {
    static let established = "HTTP/1.1 200 Connection established\r\n\r\n"
    /// Who is refused asks once more, to hear why.
    private static let refused = 2

    let port: Int
    private let listener: Int32
    private let answer: String
    private let refusal: String?
    private let seen = Mutex<[String]>([])

    /// Heads of requests, as they came.
    var heads: [String] { seen.withLock { $0 } }

    /// Whatever host is asked for, it is the loopback interface's port that is reached. `refusal` is the answer to the
    /// first requests, where there is one.
    static func with(
        answering answer: String = established,
        refusing refusal: String? = nil,
        _ body: (Tunnel) async throws -> Void
    ) async throws {
        let tunnel = try Tunnel(answer, refusal)
        Thread.detachNewThread { tunnel.serve() }
        defer { shutdown(tunnel.listener, Int32(SHUT_RDWR)) }
        try await body(tunnel)
    }

    private init(_ answer: String, _ refusal: String?) throws {
        self.answer = answer
        self.refusal = refusal
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        port = try Socket.bindToLoopback(listener)
        guard listen(listener, 16) == 0 else { throw POSIXError(.EIO) }
    }

    /// Until the listener is shut down.
    private func serve() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            Thread.detachNewThread { self.serve(client) }
        }
        close(listener)
    }

    private func serve(_ client: Int32) {
        let head = Self.readHead(client)
        let count = seen.withLock { heads in
            heads.append(head)
            return heads.count
        }
        let answer = count <= Self.refused ? refusal ?? answer : answer
        _ = answer.withCString { send(client, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        guard head.hasPrefix("CONNECT "), answer.contains(" 200 ") else {
            close(client)
            return
        }
        Socket.join(client, toPort: Self.port(in: head))
    }

    /// `CONNECT host:port HTTP/1.1`.
    private static func port(in head: String) -> Int {
        let words = head.split(separator: " ")
        return words.count > 1 ? words[1].split(separator: ":").last.flatMap { Int($0) } ?? 0 : 0
    }

    private static func readHead(_ client: Int32) -> String {
        var head = ""
        var byte: UInt8 = 0
        while !head.hasSuffix("\r\n\r\n"), head.utf8.count < 10_000, read(client, &byte, 1) == 1 {
            head.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return head
    }
}
