import Foundation
import MixpanelSandbox
import Synchronization

/// Where a program runs, as the acts of a case see it.
struct Context: Sendable {
    let child: Child
    let directory: WorkDirectory
    let sandbox: RunningSandbox
    let input: Writer?
    let errors: Written
    let report: String
    let memory = PeakMemory()

    func play(_ acts: [Action]) async throws {
        for act in acts {
            switch act {
            case .write(let bytes): await input?.write(bytes)
            case .dribble(let bytes, let size): await input?.write(bytes, inPiecesOf: size)
            case .pause(let duration): try await Task.sleep(for: duration)
            case .wait(let cue): while try await !hasCome(cue) { try await Task.sleep(for: .milliseconds(5)) }
            case .signal(let signal): child.signal(signal)
            case .perform(let body): try await body(self)
            case .hold: try await Task.sleep(for: .seconds(3600))
            }
            try Task.checkCancellation()
        }
    }

    private func hasCome(_ cue: Condition) async throws -> Bool {
        switch cue {
        case .rows(let count): directory.lineCount(report) >= count
        case .requests(let count): try await sandbox.ledger.requests >= count
        case .stored(let count): try await sandbox.ledger.events >= count
        case .said(let text): String(decoding: errors.bytes, as: UTF8.self).contains(text)
        case .taken: try StandardInputPipe(of: child).unreadBytes == 0
        }
    }
}

/// The reading end of a process's standard input, held open beside the process and beyond its end.
final class StandardInputPipe: Sendable {
    private let descriptor: Int32

    init(of child: Child) throws {
        descriptor = open("/proc/\(child.number)/fd/0", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit {
        close(descriptor)
    }

    var unreadBytes: Int {
        var count: Int32 = 0
        return ioctl(descriptor, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    /// What is in the pipe now.
    func takeRest() -> [UInt8] {
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return rest }
            rest += buffer[..<count]
        }
    }
}

/// The most memory that a process has been seen to have, in bytes.
final class PeakMemory: Sendable {
    private let seen = Mutex(0)

    var peak: Int { seen.withLock { $0 } }

    /// Returns when the process has ended.
    func watch(_ child: Child) async {
        await onThread { [self] in
            while child.isAlive {
                let now = child.peakMemory
                seen.withLock { $0 = max($0, now) }
                usleep(5_000)
            }
        }
    }
}
