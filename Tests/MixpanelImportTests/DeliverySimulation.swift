import MixpanelImport
import Testing

/// A run of `Delivery` without input, network or waiting: the service answers by script, the clock jumps.
///
/// Every run is checked against the laws that hold whatever the service does.
struct DeliverySimulation {
    var lines: Int
    var policy = RetryPolicy()
    var concurrency = 1
    var batchEvents = 2_000
    var bodyLimit = 9_500_000
    var rateLimiter: RateLimiter.Limit?
    var seed: UInt64 = 1
    var latency: (SimulatedRequest) -> Duration = { _ in .milliseconds(100) }
    /// The text of a line, from 0.
    var text: (Int) -> String = { #"{"event":"e","properties":{"$insert_id":"\#($0)"}}"# }
    /// An earlier run may have sent the lines.
    var mayBeHeld = false
    /// The run is asked to stop.
    var stopsAt: Duration?
    /// The process does not run.
    var suspension: Range<Duration>?
    /// A run that takes longer ends unfinished.
    var limit = Duration.seconds(86_400)

    init(lines: Int) {
        self.lines = lines
    }

    func run(
        sourceLocation: SourceLocation = #_sourceLocation,
        _ service: @escaping (SimulatedRequest) -> SimulatedReply
    ) -> SimulatedRun {
        var state = SimulationState(self, service)
        state.run()
        let run = state.result
        run.checkLaws(of: self, sourceLocation)
        return run
    }
}

private struct SimulationState {
    private let simulation: DeliverySimulation
    private let service: (SimulatedRequest) -> SimulatedReply
    private let start = ContinuousClock.now
    private var now: ContinuousClock.Instant
    private var delivery: Delivery
    private var inFlight: [(subBatch: SubBatch, request: SimulatedRequest)] = []
    private var attempts: [Range<Int>: Int] = [:]
    private var added = 0
    private var finished = 0
    private var hasStopped = false
    private var hasSlept = false
    private var stop = StopState(grace: .seconds(86_400), graceAfterOutage: .seconds(86_400), deadline: nil)
    private(set) var result = SimulatedRun()

    init(_ simulation: DeliverySimulation, _ service: @escaping (SimulatedRequest) -> SimulatedReply) {
        self.simulation = simulation
        self.service = service
        now = start
        delivery = Delivery(
            policy: simulation.policy,
            concurrency: simulation.concurrency,
            bodyLimit: simulation.bodyLimit,
            rateLimiter: RateLimiter(simulation.rateLimiter),
            seed: simulation.seed
        )
        result.verdicts = Array(repeating: [], count: simulation.lines)
    }

    private var batches: Int { (simulation.lines + simulation.batchEvents - 1) / simulation.batchEvents }

    private func lines(ofBatch batch: Int) -> Range<Int> {
        let first = batch * simulation.batchEvents
        return first..<min(first + simulation.batchEvents, simulation.lines)
    }

    mutating func run() {
        for _ in 0..<300_000 {
            takeFinished()
            let wait = send()
            result.inFlight = max(result.inFlight, inFlight.count)
            if finished == batches, inFlight.isEmpty {
                result.isFinished = true
                result.stopCause = stop.cause
                return
            }
            let answer = inFlight.min {
                ($0.request.answeredAt, $0.request.number) < ($1.request.answeredAt, $1.request.number)
            }
            let times = [
                answer.map { start + $0.request.answeredAt }, wait,
                delivery.givesUpAt.flatMap { $0 > now ? $0 : nil },
                hasStopped ? nil : simulation.stopsAt.map { start + $0 },
            ]
            guard let next = times.compactMap(\.self).min() else { break }
            now = max(now, next)
            if let gap = simulation.suspension, !hasSlept, now - start > gap.lowerBound {
                hasSlept = true
                now = max(now, start + gap.upperBound)
                delivery.slept(gap.upperBound - gap.lowerBound)
            }
            result.endedAt = now - start
            if result.endedAt > simulation.limit { return }
            if let stopsAt = simulation.stopsAt, !hasStopped, result.endedAt >= stopsAt {
                hasStopped = true
                stop(.requested)
            }
            if let answer, start + answer.request.answeredAt <= now { land(answer.subBatch, answer.request) }
            if let end = delivery.givesUpAt, now >= end { stop(.outage) }
            for notice in delivery.takeNotices() { result.notices.append((result.endedAt, notice)) }
        }
        result.isStuck = true
    }

    private mutating func stop(_ cause: StopCause) {
        _ = stop.stop(cause, now: now)
        delivery.stop(mayFlush: cause == .requested)
    }

    /// Batches that are finished make room for the next ones, as in a real run.
    private mutating func takeFinished() {
        while true {
            if let batch = delivery.takeFinished(finished) {
                batch.forEachLine { line, verdict, _ in
                    result.verdicts[lines(ofBatch: finished).lowerBound + line].append(verdict)
                }
                finished += 1
            } else if added < batches, added - finished < simulation.concurrency + 2 {
                var batch = Batch(numbers: .consecutive(from: lines(ofBatch: added).lowerBound + 1))
                for line in lines(ofBatch: added) {
                    batch.bytes += Array("\(simulation.text(line))\n".utf8)
                    batch.take(number: line + 1)
                }
                delivery.add(Preparation().prepare(batch), as: added, mayBeHeld: simulation.mayBeHeld)
                added += 1
            } else {
                return
            }
        }
    }

    private mutating func send() -> ContinuousClock.Instant? {
        while true {
            switch delivery.next(now: now) {
            case .wait(let instant): return instant
            case .send(let subBatch):
                let first = lines(ofBatch: subBatch.batch).lowerBound
                let lines = (first + subBatch.events.lowerBound)..<(first + subBatch.events.upperBound)
                attempts[lines, default: 0] += 1
                var request = SimulatedRequest(
                    number: result.requests.count,
                    batch: subBatch.batch,
                    lines: lines,
                    bytes: subBatch.bodyBytes,
                    attempt: attempts[lines]!,
                    sentAt: now - start,
                    answeredAt: now - start
                )
                request.answeredAt += simulation.latency(request)
                result.isSentTwice = result.isSentTwice || inFlight.contains { $0.request.lines.overlaps(lines) }
                request.reply = service(request)
                result.requests.append(request)
                inFlight.append((subBatch, request))
            }
        }
    }

    private mutating func land(_ subBatch: SubBatch, _ request: SimulatedRequest) {
        inFlight.removeAll { $0.request.number == request.number }
        for line in request.lines where request.reply.keeps(line) { result.ledger.insert(line) }
        guard let lines = delivery.lines(of: subBatch) else {
            result.isSentTwice = true
            return
        }
        let answer = request.reply.answer(events: subBatch.events.count) {
            lines.insertIDText(ofEvent: subBatch.events.lowerBound + $0)
        }
        delivery.answered(subBatch, answer, now: now)
        if let cause = delivery.takeImpasse() { stop(cause) }
    }
}
