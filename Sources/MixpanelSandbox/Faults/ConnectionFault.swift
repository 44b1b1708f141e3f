/// What goes wrong with a connection as soon as it is accepted.
@nonexhaustive
public enum ConnectionFault: Sendable, Equatable {
    /// Reset at once.
    case reset
    /// Closed at once.
    case close
    /// Accepted, then nothing is read: a TLS handshake never gets an answer.
    case hang
    /// Read slowly; all connections with the same rate share it.
    case read(bytesPerSecond: Int)
    /// Closes the listening socket for this long, so that further connections are refused; this one is reset.
    case refuse(Duration)
}
