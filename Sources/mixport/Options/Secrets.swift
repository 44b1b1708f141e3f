import MixpanelImport
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Secrets come from files and from the environment, never from arguments, and are never shown.
enum Secrets {
    /// Longer than any credential of the service.
    private static let largest = 4096
    /// With a pipe that has not ended yet.
    private static let patience = Duration.seconds(20)

    /// No core file and, unless the environment asks for one, no backtrace: both show what was in memory.
    static func keepOutOfCrashes() {
        ResourceLimit(RLIMIT_CORE).set(0)
        guard Environment["SWIFT_BACKTRACE"] == nil else { return }
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT] { signal(number, SIG_DFL) }
    }

    /// The one line of the file that the option names. Says on standard error when others can read it, unless errors
    /// only are wanted.
    static func read(_ path: String, of option: String, isQuiet: Bool) throws(Failure) -> String {
        let descriptor = FilePath(argument: path).withPlatformString { path in
            open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        }
        guard descriptor >= 0 else { throw cannotOpen(path, option, Errno(rawValue: errno)) }
        defer { _ = close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            throw failure(path, option, "it is a directory")
        }
        if status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 != 0, !isQuiet {
            Terminal.say("warning: others can read the \(kind(of: option)) \(path); chmod 600 would help")
        }
        do throws(Problem) {
            return try check(contents(descriptor))
        } catch {
            throw failure(path, option, error.text)
        }
    }

    /// Little more than the largest secret, of a pipe too: what it is to come from may ask a person first.
    private static func contents(_ descriptor: Int32) throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: largest + 2)
        let deadline = ContinuousClock.now + patience
        while bytes.count <= largest + 2 {
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wait, 1, Int32(max(0, (deadline - .now).milliseconds)))
            guard ready != 0 else { throw Problem(text: "nothing came from it within \(patience.brief)") }
            let count = ready < 0 ? -1 : systemRead(descriptor, &buffer, buffer.count)
            guard count != 0 else { break }
            guard count > 0 || errno == EINTR || errno == EAGAIN else {
                throw Problem(text: Errno(rawValue: errno).description)
            }
            bytes += buffer.prefix(max(0, count))
        }
        return bytes
    }

    static func environment(_ name: String) throws(Failure) -> String? {
        guard let value = Environment[name] else { return nil }
        do throws(Problem) {
            return try check(Array(value.utf8))
        } catch {
            throw Failure("\(name): \(error.text)", .configuration)
        }
    }

    private struct Problem: Error {
        var text: String
    }

    private static func check(_ bytes: [UInt8]) throws(Problem) -> String {
        var bytes = bytes[...]
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else { throw Problem(text: "the secret is empty") }
        guard bytes.count <= largest else { throw Problem(text: "too long for a secret") }
        guard !bytes.contains(0x0A) else { throw Problem(text: "a secret is one line, this has several") }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Problem(text: "a secret has no spaces, control characters or letters beyond ASCII")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func cannotOpen(_ path: String, _ option: String, _ error: Errno) -> Failure {
        guard !SecretHint.isFile(path) else { return failure(path, option, error.description) }
        let hint = SecretHint(inPlaceOfFile: option).text
        guard !SecretHint.isToken(path) else { return Failure(hint, .usage) }
        return Failure("\(option): \(error.description), and the name is not repeated here. \(hint)", .configuration)
    }

    private static func failure(_ path: String, _ option: String, _ text: String) -> Failure {
        Failure("\(kind(of: option)) \(path): \(text)", .configuration)
    }

    /// What the option calls its file.
    private static func kind(of option: String) -> String { option == "--token-file" ? "token file" : "secret file" }
}
