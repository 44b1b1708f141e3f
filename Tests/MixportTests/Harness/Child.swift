import Foundation
import Synchronization

/// A process from its start to its end.
final class Child: Sendable {
    struct Launch {
        /// The program's path, then its arguments.
        var command: [String]
        var environment: [String: String]
        var directory: String
        /// Become its descriptors 0, 1 and 2; nil is a closed one. Closed here once the child has them.
        var descriptors: [Int32?]
    }

    enum Ending: Sendable, Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    let number: pid_t
    private let isReaped = Mutex(false)

    init(_ launch: Launch) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in launch.descriptors.enumerated() {
            if let descriptor {
                posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
            } else {
                posix_spawn_file_actions_addclose(&actions, Int32(number))
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
        // Sets the directory and becomes the program.
        let command = ["/usr/bin/env", "-C", launch.directory] + launch.command
        let arguments = command.map { strdup($0) } + [nil]
        let environment = launch.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var number: pid_t = 0
        let code = Pipe.isChanging.withLock { _ in
            posix_spawn(&number, command[0], &actions, &attributes, arguments, environment)
        }
        for descriptor in launch.descriptors { if let descriptor { close(descriptor) } }
        if code != 0 { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        self.number = number
    }

    /// Nothing happens once the process is gone.
    func signal(_ signal: Int32, group: Bool = false) {
        isReaped.withLock { isReaped in
            if !isReaped { kill(group ? -number : number, signal) }
        }
    }

    /// How it ended, and the processor time that it used.
    func ended() async -> (Ending, Duration) {
        await onThread { [self] in
            var information = siginfo_t()
            // Leaves the process number taken until no signal can go to it any more.
            while waitid(P_PID, id_t(number), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            return isReaped.withLock { isReaped in
                var status: Int32 = 0
                var usage = rusage()
                while wait4(number, &status, 0, &usage) < 0, errno == EINTR {}
                isReaped = true
                let ending: Ending = status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
                return (ending, Duration(usage.ru_utime) + Duration(usage.ru_stime))
            }
        }
    }

    var isAlive: Bool { isReaped.withLock { !$0 } }

    /// The most memory that it has had so far, in bytes. What `wait4` says counts the parent's before the `exec`.
    var peakMemory: Int {
        let status = try? String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").lazy.compactMap { Int($0) }.first.map { $0 * 1024 } ?? 0
    }

    /// As other users of the machine see it.
    var commandLine: [UInt8] {
        (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(number)/cmdline"))).map { Array($0) } ?? []
    }
}

extension Duration {
    fileprivate init(_ time: timeval) {
        self = .seconds(time.tv_sec) + .microseconds(time.tv_usec)
    }
}

/// Runs what blocks on a thread of its own, so that the cooperative pool stays free.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}
