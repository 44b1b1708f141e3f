import Foundation
import Synchronization

struct Pipe {
    /// A process that starts in between would keep the other end open.
    static let isChanging = Mutex(())

    var reading: Int32
    var writing: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        let code = Self.isChanging.withLock { _ in
            pipe(&ends) == 0 && ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 } ? 0 : errno
        }
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        reading = ends[0]
        writing = ends[1]
    }
}

/// What a process has written so far.
final class Written: Sendable {
    private let collected = Mutex<[UInt8]>([])

    var bytes: [UInt8] { collected.withLock { $0 } }

    /// Returns when the other end is closed.
    func collect(_ descriptor: Int32) async {
        await onThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                collected.withLock { $0 += buffer[..<count] }
            }
            close(descriptor)
        }
    }
}

/// The writing end of a process's standard input.
final class Writer: Sendable {
    private let descriptor: Mutex<Int32?>

    init(_ descriptor: Int32) {
        self.descriptor = Mutex(descriptor)
    }

    /// In pieces of at most `size` bytes, a system call for each; ends early when nobody reads any more.
    func write(_ bytes: [UInt8], inPiecesOf size: Int = .max) async {
        guard let descriptor = descriptor.withLock({ $0 }) else { return }
        await onThread {
            signal(SIGPIPE, SIG_IGN)
            bytes.withUnsafeBytes { bytes in
                var offset = 0
                while offset < bytes.count {
                    let count = Glibc.write(descriptor, bytes.baseAddress! + offset, min(size, bytes.count - offset))
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { return }
                    offset += count
                }
            }
        }
    }

    func finish() {
        descriptor.withLock { descriptor in
            if let descriptor { close(descriptor) }
            descriptor = nil
        }
    }

    deinit {
        finish()
    }
}

/// The other side of a terminal that a process has as standard input; nobody types.
struct PseudoTerminal {
    var controlling: Int32
    var terminal: Int32

    init(columns: UInt16 = 0) throws {
        controlling = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var number: Int32 = 0
        var isLocked: Int32 = 0
        guard ioctl(controlling, Self.getNumber, &number) == 0, ioctl(controlling, Self.setLock, &isLocked) == 0 else {
            throw POSIXError(.ENODEV)
        }
        terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { throw POSIXError(.ENODEV) }
        guard columns > 0 else { return }
        var size = winsize(ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0 else { throw POSIXError(.ENOTTY) }
    }

    /// TIOCGPTN and TIOCSPTLCK of asm-generic/ioctls.h, which are macros.
    private static let getNumber: UInt = 0x8004_5430
    private static let setLock: UInt = 0x4004_5431
}
