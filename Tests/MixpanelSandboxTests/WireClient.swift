import Dispatch
import Foundation
import MixpanelSandbox
import Testing

/// A TCP connection that knows nothing of HTTP. Blocking calls run off the cooperative pool.
final class WireClient: Sendable {
    enum End: Sendable {
        case closed
        case reset
        /// Nothing came for a while.
        case silent

        /// Milliseconds to listen where this end is expected: only silence itself has to be waited out.
        var patience: Int32 { self == .silent ? 1_000 : 60_000 }
    }

    let descriptor: Int32
    private let queue = DispatchQueue(label: "wire-client")

    init(_ port: Int) async throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let descriptor = descriptor
        let code = await withCheckedContinuation { continuation in
            queue.async {
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = in_port_t(UInt16(port).bigEndian)
                address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
                let code = withUnsafePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                continuation.resume(returning: code == 0 ? 0 : errno)
            }
        }
        if code != 0 { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) async {
        let descriptor = descriptor
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            queue.async {
                var rest = bytes[...]
                while !rest.isEmpty {
                    let sent = rest.withUnsafeBytes { bytes in
                        Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                    }
                    if sent <= 0 { break }
                    rest = rest.dropFirst(sent)
                }
                continuation.resume()
            }
        }
    }

    /// Says goodbye while the descriptor lives on.
    func leave() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Reads until `isEnough`, the end, or a silence of this many milliseconds.
    func receive(
        silence: Int32 = End.closed.patience,
        until isEnough: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
    ) async -> (bytes: [UInt8], end: End?) {
        let descriptor = descriptor
        return await withCheckedContinuation { continuation in
            queue.async {
                var bytes: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while !isEnough(bytes) {
                    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                    if Glibc.poll(&poll, 1, silence) == 0 { return continuation.resume(returning: (bytes, .silent)) }
                    let count = recv(descriptor, &buffer, buffer.count, 0)
                    if count < 0 { return continuation.resume(returning: (bytes, .reset)) }
                    if count == 0 { return continuation.resume(returning: (bytes, .closed)) }
                    bytes += buffer[..<count]
                }
                continuation.resume(returning: (bytes, nil))
            }
        }
    }

    /// Reads one answer whose length its head tells.
    func answer() async throws -> WireAnswer {
        let (bytes, end) = await receive { WireAnswer($0) != nil }
        let seen = "\(String(decoding: bytes, as: UTF8.self)), then \(end.map { "\($0)" } ?? "more")"
        return try #require(WireAnswer(bytes), "\(seen)")
    }
}

struct WireAnswer {
    var status: Int
    var head: String
    var body: String

    init?(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"), let length = Self.field("Content-Length", in: text),
            let length = Int(length), text[end.upperBound...].utf8.count >= length
        else { return nil }
        status = Int(text.split(separator: " ")[1])!
        head = String(text[..<end.lowerBound])
        body = String(text[end.upperBound...])
    }

    func field(_ name: String) -> String? { Self.field(name, in: head) }

    private static func field(_ name: String, in text: String) -> String? {
        for line in text.components(separatedBy: "\r\n") where line.lowercased().hasPrefix(name.lowercased() + ":") {
            return line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
        }
        return nil
    }
}
