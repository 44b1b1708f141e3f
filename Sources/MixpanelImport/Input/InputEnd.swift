/// How the input ended.
package enum InputEnd: Sendable, Equatable {
    case complete(lines: Int)
    /// As many lines were read as were asked for; there may be more.
    case limited(lines: Int)
    case stopped(lines: Int)
    case failed(InputError, lines: Int)

    var lines: Int {
        switch self {
        case .complete(let lines), .limited(let lines), .stopped(let lines), .failed(_, let lines): lines
        }
    }

    func with(lines: Int) -> InputEnd {
        switch self {
        case .complete: .complete(lines: lines)
        case .limited: .limited(lines: lines)
        case .stopped: .stopped(lines: lines)
        case .failed(let error, _): .failed(error, lines: lines)
        }
    }
}
