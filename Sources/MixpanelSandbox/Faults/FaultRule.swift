/// When to misbehave, and how. Of a script's rules the first that matches plays.
package enum FaultRule: Sendable, Equatable {
    /// On a request. `commit` stores the batch even though the answer is replaced, cut or missing; a complete answer of
    /// the service's own always stores it.
    case request(FaultTrigger, RequestFault, commit: Bool = false)
    /// On a connection, as soon as it is accepted. The trigger counts connections and cannot ask about bodies.
    case connection(FaultTrigger, ConnectionFault)

    package var trigger: FaultTrigger {
        switch self {
        case .request(let trigger, _, _), .connection(let trigger, _): trigger
        }
    }
}

/// All conditions that are set must hold. Numbers count from 1.
package struct FaultTrigger: Sendable, Equatable {
    package var numbers: ClosedRange<Int>?
    package var every: Int?
    /// Requests on these connections only.
    package var connections: ClosedRange<Int>?
    /// The uncompressed body contains these bytes.
    package var contains: [UInt8]?
    /// Size of the uncompressed body.
    package var bytes: ClosedRange<Int>?
    package var events: ClosedRange<Int>?
    /// Drawn anew for each request, from the configuration's seed and the request's number.
    package var probability: Double?
    /// Time since the sandbox started.
    package var window: Range<Duration>?
    /// How often the rule may play.
    package var times: Int?

    package init() {}

    /// True if the body must be there before this can be decided.
    var needsBody: Bool { contains != nil || bytes != nil || events != nil }
}

extension FaultTrigger {
    package static var always: FaultTrigger { FaultTrigger() }

    package static func number(_ number: Int) -> FaultTrigger { numbers(number...number) }

    package static func numbers(_ numbers: ClosedRange<Int>) -> FaultTrigger {
        with { $0.numbers = numbers }
    }

    package static func from(_ number: Int) -> FaultTrigger { numbers(number...Int.max) }

    package static func every(_ count: Int) -> FaultTrigger {
        with { $0.every = count }
    }

    package static func contains(_ text: String) -> FaultTrigger {
        with { $0.contains = Array(text.utf8) }
    }

    package static func larger(than bytes: Int) -> FaultTrigger {
        with { $0.bytes = (bytes + 1)...Int.max }
    }

    package static func events(_ counts: ClosedRange<Int>) -> FaultTrigger {
        with { $0.events = counts }
    }

    package static func probability(_ probability: Double) -> FaultTrigger {
        with { $0.probability = probability }
    }

    package static func window(_ window: Range<Duration>) -> FaultTrigger {
        with { $0.window = window }
    }

    package func times(_ times: Int) -> FaultTrigger {
        var trigger = self
        trigger.times = times
        return trigger
    }

    private static func with(_ set: (inout FaultTrigger) -> Void) -> FaultTrigger {
        var trigger = FaultTrigger()
        set(&trigger)
        return trigger
    }
}
