import MixpanelImport
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Standard error. Nobody who does not read it can hold up an import.
enum Terminal {
    /// POSIX promises that a pipe that is ready takes this much at once.
    private static let pipeBuffer = 4096

    /// A terminal is opened a second time, so that writing does not wait for one that nobody reads: it takes less than
    /// a pipe does, and its owner's descriptor is not for us to change.
    private static let standardError: Int32 = {
        guard isatty(STDERR_FILENO) == 1 else { return STDERR_FILENO }
        let own = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        return own < 0 ? STDERR_FILENO : own
    }()

    /// To standard output; a reader that has gone has read enough.
    static func print(_ text: String) throws(Failure) {
        guard let error = write(text, to: STDOUT_FILENO, patience: 10_000), error != .brokenPipe else { return }
        throw Failure("standard output: \(error.description)", .inputOutput)
    }

    /// One message on a line of its own. `patience` in milliseconds: how long to wait for a reader.
    static func say(_ text: String, patience: Int32 = 0) {
        write("mixport: \(text.forTerminal)\n", patience: patience)
    }

    static func fail(_ text: String, _ status: ExitStatus) -> Never {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).forTerminal + "\n" }
        write("mixport: \(lines.joined())", patience: 1000)
        exit(status.rawValue)
    }

    /// The text as it is, in pieces that cannot block; what nobody takes is dropped.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32 = STDERR_FILENO, patience: Int32 = 1000) -> Errno? {
        let descriptor = descriptor == STDERR_FILENO ? standardError : descriptor
        let bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count {
            var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&wait, 1, patience) > 0 else { return .timedOut }
            let count = bytes.withUnsafeBytes {
                systemWrite(descriptor, $0.baseAddress! + offset, min(pipeBuffer, bytes.count - offset))
            }
            if count >= 0 {
                offset += count
            } else if errno != EINTR {
                return Errno(rawValue: errno)
            }
        }
        return nil
    }

    /// Whether the locale says that characters beyond ASCII can be shown; the first variable that is set counts.
    static let takesUTF8: Bool = {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { Environment[$0] }.first ?? ""
        let name = locale.lowercased()
        return name.hasSuffix("utf-8") || name.hasSuffix("utf8")
    }()

    /// Columns of the terminal at standard error, or nil where there is none that can redraw a line.
    static var columns: Int? {
        guard isatty(STDERR_FILENO) == 1, Environment["TERM"] != "dumb" else { return nil }
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}

extension String {
    /// The text on one line, with nothing in it that a terminal would obey.
    var forTerminal: String {
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isHarmless {
                text.unicodeScalars.append(scalar)
            } else if scalar.value < 0x20 {
                text += "^" + String(Unicode.Scalar(UInt8(scalar.value + 0x40)))
            } else {
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            }
        }
        return text
    }
}
