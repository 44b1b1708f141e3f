import Foundation

/// A port of the loopback interface that nobody listens on, and nobody can until it is closed.
struct ClosedPort {
    let descriptor: Int32
    let number: Int

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        number = try Socket.bindToLoopback(descriptor)
    }

    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        Glibc.close(descriptor)
    }

    /// From now on whoever connects reaches another port.
    func open(to target: Int) {
        listen(descriptor, 16)
        Thread.detachNewThread { [descriptor] in
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { break }
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                Thread.detachNewThread { Socket.join(client, toPort: target) }
            }
        }
    }
}

/// A port that takes no connection any more: its queue is full, and nobody accepts.
struct BlackHole {
    let number: Int
    private let listener: Int32
    private var waiting: [Int32] = []

    /// Nil where the system queues without end or refuses at once.
    init?() async throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        number = try Socket.bindToLoopback(listener)
        guard listen(listener, 0) == 0 else { return nil }
        for _ in 0..<64 {
            let connection = Socket.connecting(to: number)
            waiting.append(connection)
            var status = pollfd(fd: connection, events: Int16(POLLOUT), revents: 0)
            try await Task.sleep(for: .milliseconds(20))
            if poll(&status, 1, 0) == 0 { return }
        }
        close()
        return nil
    }

    func close() {
        for descriptor in waiting + [listener] { Glibc.close(descriptor) }
    }
}

enum Socket {
    /// The number of the port.
    static func bindToLoopback(_ descriptor: Int32) throws -> Int {
        var address = loopback(port: 0)
        let code = withAddress(&address) { bind(descriptor, $0, $1) }
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withAddress(&address) { pointer, _ in getsockname(descriptor, pointer, &length) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Does not wait for the connection.
    static func connecting(to port: Int) -> Int32 {
        let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_INET, flags, 0)
        var address = loopback(port: port)
        _ = withAddress(&address) { connect(descriptor, $0, $1) }
        return descriptor
    }

    static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        return address
    }

    static func withAddress<Result>(
        _ address: inout sockaddr_in,
        _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Carries bytes in both directions until either ends, then closes the client.
    static func join(_ client: Int32, toPort port: Int) {
        let server = connecting(to: port)
        _ = fcntl(server, F_SETFL, 0)
        var status = pollfd(fd: server, events: Int16(POLLOUT), revents: 0)
        poll(&status, 1, 1_000)
        let isBackDone = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            copy(from: server, to: client)
            isBackDone.signal()
        }
        copy(from: client, to: server)
        isBackDone.wait()
        close(client)
        close(server)
    }

    /// Ends both directions when one ends.
    private static func copy(from source: Int32, to sink: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0, send(count, of: buffer, to: sink) else { break }
        }
        shutdown(sink, Int32(SHUT_RDWR))
        shutdown(source, Int32(SHUT_RDWR))
    }

    private static func send(_ count: Int, of buffer: [UInt8], to sink: Int32) -> Bool {
        var sent = 0
        while sent < count {
            let part = buffer.withUnsafeBytes { bytes in
                Glibc.send(sink, bytes.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
            }
            guard part > 0 else { return false }
            sent += part
        }
        return true
    }
}
