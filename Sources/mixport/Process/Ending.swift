import MixpanelImport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// How the process ends.
enum Ending: Equatable {
    case exit(ExitStatus)
    case signal(Int32)

    /// The exit code of a run's ending; the library has the precedence of several. `signal` is the one that stopped it.
    init(_ ending: ImportEnding, signal: Int32?) {
        self =
            switch ending {
            case .unbalanced: .exit(.unbalanced)
            case .mismatch(.unreadable), .outputFailed, .readFailed: .exit(.inputOutput)
            case .mismatch(.otherRawLines): .exit(.cannotCreate)
            case .mismatch: .exit(.configuration)
            case .requested, .cancelled: signal.map(Ending.signal) ?? .exit(.pending)
            case .credentialsRefused: .exit(.credentials)
            case .unexpectedResponses: .exit(.protocolError)
            case .pending: .exit(.pending)
            case .unusableInput(.foreign), .unusableInput(.headerTooLong), .rejected: .exit(.rejected)
            case .unusableInput, .otherLineCount: .exit(.input)
            case .success: .exit(.success)
            }
    }

    /// Writing to standard output failed after the run; what the run itself says first stands.
    var withFailedOutput: Ending {
        switch self {
        case .exit(.unbalanced), .exit(.cannotCreate), .exit(.configuration): self
        default: .exit(.inputOutput)
        }
    }

    /// Dies by the signal, so that a shell or a supervisor sees what stopped the program.
    func end() -> Never {
        switch self {
        case .exit(let status): systemExit(status.rawValue)
        case .signal(let number):
            forget(number)
            // The signal source has it blocked in every thread.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, number)
            pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            raise(number)
            systemExit(128 + number)
        }
    }

    /// What a shell shows.
    var code: Int32 {
        switch self {
        case .exit(let status): status.rawValue
        case .signal(let number): 128 + number
        }
    }
}

// Inside the type its own cases of these names would be meant.
private func systemExit(_ code: CInt) -> Never { exit(code) }
private func forget(_ number: CInt) { signal(number, SIG_DFL) }
