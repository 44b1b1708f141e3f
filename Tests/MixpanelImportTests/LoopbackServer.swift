import Foundation
import MixpanelImport
import Synchronization

/// An HTTP server on a loopback port that answers by script: just enough for what only a network can show.
final class LoopbackServer: Sendable {
    let port: Int
    private let listener: Int32

    var project: Project {
        get throws { Project(.token("token"), at: try Endpoint("http://127.0.0.1:\(port)")) }
    }

    /// `answer` gets the number of the request, from 0, and gives the whole text of the response; empty: none at all.
    init(_ answer: @escaping @Sendable (Int) -> String) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) + listen(listener, 64) + getsockname(listener, pointer, &length)
            }
        }
        guard code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        port = Int(UInt16(bigEndian: address.sin_port))
        let numbers = RequestNumbers()
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread {
                    defer { close(connection) }
                    while Self.readRequest(connection) {
                        let response = Array(answer(numbers.take()).utf8)
                        guard response.count == send(connection, response, response.count, Int32(MSG_NOSIGNAL)) else {
                            return
                        }
                    }
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// False at the end of the connection.
    private static func readRequest(_ connection: Int32) -> Bool {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                let field = text.lowercased().components(separatedBy: "content-length: ").dropFirst().first
                let length = field.flatMap { Int($0.prefix(while: \.isNumber)) } ?? 0
                if bytes.count - end.upperBound >= length { return true }
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return false }
            bytes += buffer[..<count]
        }
    }

    static func response(_ status: Int, _ body: String, headers: [String] = []) -> String {
        let lines = ["HTTP/1.1 \(status) Whatever", "Content-Length: \(body.utf8.count)"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }
}

/// Counts requests of all connections, from 0.
private final class RequestNumbers: Sendable {
    private let next = Atomic(0)

    func take() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }
}
