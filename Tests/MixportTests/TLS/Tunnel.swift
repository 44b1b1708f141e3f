import Foundation
import Synchronization

/// A proxy that knows CONNECT only, and remembers what it was asked.
final class Tunnel: Sendable {
    let port: Int
    private let listener: Int32
    private let answer: String
    private let seen = Mutex<[String]>([])

    /// Heads of requests, as they came.
    var heads: [String] { seen.withLock { $0 } }

    /// Whatever is to be reached is reached at `target` on the loopback interface.
    static func with(
        to target: Int,
        answering answer: String = "HTTP/1.1 200 Connection established\r\n\r\n",
        _ body: (Tunnel) async throws -> Void
    ) async throws {
        let tunnel = try Tunnel(answer)
        Thread.detachNewThread { tunnel.serve(target) }
        defer { shutdown(tunnel.listener, Int32(SHUT_RDWR)) }
        try await body(tunnel)
    }

    private init(_ answer: String) throws {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        port = try Socket.bindToLoopback(listener)
        guard listen(listener, 16) == 0 else { throw POSIXError(.EIO) }
    }

    /// Until the listener is shut down.
    private func serve(_ target: Int) {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            Thread.detachNewThread { self.serve(client, target) }
        }
        close(listener)
    }

    private func serve(_ client: Int32, _ target: Int) {
        let head = Self.readHead(client)
        seen.withLock { $0.append(head) }
        _ = answer.withCString { send(client, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        guard head.hasPrefix("CONNECT "), answer.contains(" 200 ") else {
            close(client)
            return
        }
        let server = Socket.connecting(to: target)
        _ = fcntl(server, F_SETFL, 0)
        var status = pollfd(fd: server, events: Int16(POLLOUT), revents: 0)
        poll(&status, 1, 1_000)
        Thread.detachNewThread { Self.copy(from: server, to: client) }
        Self.copy(from: client, to: server)
        close(client)
        close(server)
    }

    private static func readHead(_ client: Int32) -> String {
        var head = ""
        var byte: UInt8 = 0
        while !head.hasSuffix("\r\n\r\n"), head.utf8.count < 10_000, read(client, &byte, 1) == 1 {
            head.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return head
    }

    /// Ends both directions when one ends.
    private static func copy(from source: Int32, to sink: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { break }
            var sent = 0
            while sent < count {
                let part = send(sink, &buffer[sent], count - sent, Int32(MSG_NOSIGNAL))
                guard part > 0 else { break }
                sent += part
            }
        }
        shutdown(sink, Int32(SHUT_RDWR))
        shutdown(source, Int32(SHUT_RDWR))
    }
}
