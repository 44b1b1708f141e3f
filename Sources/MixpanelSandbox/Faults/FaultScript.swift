internal import MixpanelImport

/// The rules with what has been played so far.
struct FaultScript {
    private(set) var rules: [FaultRule]
    private var played: [Int]
    private let seed: UInt64

    /// What is known of a request once its head has come.
    struct Arrival {
        var number: Int
        var connection: Int
        var time: Duration
    }

    /// What its body adds.
    struct Body {
        var bytes: UnsafeRawBufferPointer
        var events: Int
    }

    init(_ rules: [FaultRule], seed: UInt64) {
        self.rules = rules
        self.played = Array(repeating: 0, count: rules.count)
        self.seed = seed
    }

    mutating func connectionFault(_ arrival: Arrival) -> ConnectionFault? {
        for (index, rule) in rules.enumerated() {
            if case .connection(let trigger, let fault) = rule, plays(index, trigger, arrival, nil) { return fault }
        }
        return nil
    }

    /// A rule that acts while the body is still coming.
    mutating func earlyFault(_ arrival: Arrival) -> RequestFault? {
        for (index, rule) in rules.enumerated() {
            if case .request(let trigger, let fault, _) = rule, case .afterBodyBytes = fault.moment,
                plays(index, trigger, arrival, nil)
            {
                return fault
            }
        }
        return nil
    }

    mutating func fault(
        _ arrival: Arrival,
        _ body: Body
    ) -> (trigger: FaultTrigger, fault: RequestFault, commit: Bool)? {
        for (index, rule) in rules.enumerated() {
            if case .request(let trigger, let fault, let commit) = rule, fault.moment == .afterBody,
                plays(index, trigger, arrival, body)
            {
                return (trigger, fault, commit)
            }
        }
        return nil
    }

    private mutating func plays(_ index: Int, _ trigger: FaultTrigger, _ arrival: Arrival, _ body: Body?) -> Bool {
        if let times = trigger.times, played[index] >= times { return false }
        guard matches(index, trigger, arrival) else { return false }
        if trigger.needsBody {
            guard let body, Self.matches(trigger, body) else { return false }
        }
        played[index] += 1
        return true
    }

    private func matches(_ index: Int, _ trigger: FaultTrigger, _ arrival: Arrival) -> Bool {
        if let numbers = trigger.numbers, !numbers.contains(arrival.number) { return false }
        if let every = trigger.every, arrival.number % every != 0 { return false }
        if let connections = trigger.connections, !connections.contains(arrival.connection) { return false }
        if let window = trigger.window, !window.contains(arrival.time) { return false }
        guard let probability = trigger.probability else { return true }
        var dice = SeededRandom(seed: seed ^ UInt64(index) << 48 ^ UInt64(arrival.number))
        return Double.random(in: 0..<1, using: &dice) < probability
    }

    private static func matches(_ trigger: FaultTrigger, _ body: Body) -> Bool {
        if let sizes = trigger.bytes, !sizes.contains(body.bytes.count) { return false }
        if let counts = trigger.events, !counts.contains(body.events) { return false }
        guard let text = trigger.contains else { return true }
        return body.bytes.contains(text)
    }
}
