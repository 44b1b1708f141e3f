/// What happens while the program runs.
enum Action: Sendable {
    /// To its standard input.
    case write([UInt8])
    /// The same, this many bytes at a time.
    case dribble([UInt8], by: Int)
    case pause(Duration)
    case wait(Condition)
    case signal(Int32)
    case perform(@Sendable (Context) async throws -> Void)
    /// Standard input stays open until the program ends.
    case hold

    static func write(_ text: String) -> Action { .write(Array(text.utf8)) }

    /// What it adds to the input.
    var written: [UInt8] {
        switch self {
        case .write(let bytes), .dribble(let bytes, _): bytes
        default: []
        }
    }
}

/// Something to wait for.
enum Condition: Sendable {
    /// The report has this many rows.
    case rows(Int)
    /// The service got this many requests.
    case requests(Int)
    /// The service stored this many events.
    case stored(Int)
    /// Standard error has this text.
    case said(String)
    /// Nothing of what was written to standard input is left in the pipe.
    case taken
}
