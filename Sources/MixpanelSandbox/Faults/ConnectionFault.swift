package enum ConnectionFault: Sendable, Equatable {
    case reset
    case close
    /// Accepted, then nothing is read: a TLS handshake never gets an answer.
    case hang
    /// All connections with this rate share it.
    case read(bytesPerSecond: Int)
    /// Closes the listening socket for this long, so that further connections are refused; this one is reset.
    case refuse(Duration)
}
