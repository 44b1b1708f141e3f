/// When the sandbox misbehaves, and how. Of several rules the first one that matches plays.
@nonexhaustive
public enum FaultRule: Sendable, Equatable {
    /// On a request. With `commit` the batch is stored even though the answer is replaced, cut or missing; where the
    /// service's own answer arrives whole, the batch is stored anyway.
    case request(FaultTrigger, RequestFault, commit: Bool = false)
    /// On a connection, as soon as it is accepted. The trigger counts connections and cannot ask about bodies.
    case connection(FaultTrigger, ConnectionFault)

    /// When it plays.
    public var trigger: FaultTrigger {
        switch self {
        case .request(let trigger, _, _), .connection(let trigger, _): trigger
        }
    }
}
