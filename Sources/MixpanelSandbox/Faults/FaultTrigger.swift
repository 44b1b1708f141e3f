/// When a rule plays: all conditions that are set must hold. Numbers of requests and connections count from 1.
public struct FaultTrigger: Sendable, Equatable {
    /// The numbers of the requests; of the connections in a rule about connections.
    public var numbers: ClosedRange<Int>?
    /// Each request, or connection, whose number is a multiple of this; at least 1.
    public var every: Int?
    /// Requests on these connections only.
    public var connections: ClosedRange<Int>?
    /// The uncompressed body contains these bytes.
    public var contains: [UInt8]?
    /// Bytes of the uncompressed body.
    public var bytes: ClosedRange<Int>?
    /// Events in the body.
    public var events: ClosedRange<Int>?
    /// From 0 to 1, drawn for each request from the seed of the configuration and the number of the request.
    public var probability: Double?
    /// Times since the sandbox started.
    public var window: Range<Duration>?
    /// How often the rule may play; nil: without limit.
    public var times: Int?

    /// Always.
    public init() {}

    /// True if the body must be there before this can be decided.
    var needsBody: Bool { contains != nil || bytes != nil || events != nil }
}

extension FaultTrigger {
    /// Each time.
    public static var always: FaultTrigger { FaultTrigger() }

    /// Once, at this number.
    public static func number(_ number: Int) -> FaultTrigger { numbers(number...number) }

    /// At these numbers.
    public static func numbers(_ numbers: ClosedRange<Int>) -> FaultTrigger {
        with { $0.numbers = numbers }
    }

    /// From this number on.
    public static func from(_ number: Int) -> FaultTrigger { numbers(number...Int.max) }

    /// At each multiple of this number.
    public static func every(_ count: Int) -> FaultTrigger {
        with { $0.every = count }
    }

    /// Where the uncompressed body contains this text.
    public static func contains(_ text: String) -> FaultTrigger {
        with { $0.contains = Array(text.utf8) }
    }

    /// Where the uncompressed body has more bytes than this.
    public static func larger(than bytes: Int) -> FaultTrigger {
        with { $0.bytes = (bytes + 1)...Int.max }
    }

    /// Where the body has one of these numbers of events.
    public static func events(_ counts: ClosedRange<Int>) -> FaultTrigger {
        with { $0.events = counts }
    }

    /// At random, with a probability from 0 to 1.
    public static func probability(_ probability: Double) -> FaultTrigger {
        with { $0.probability = probability }
    }

    /// Within these times since the sandbox started.
    public static func window(_ window: Range<Duration>) -> FaultTrigger {
        with { $0.window = window }
    }

    /// The same trigger, at most so many times.
    public func times(_ times: Int) -> FaultTrigger {
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
