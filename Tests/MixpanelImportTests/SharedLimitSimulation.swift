import MixpanelImport

/// Several processes of which each has its own `Delivery`, and one service that counts what all of them send within a
/// rolling window. No clock and no network: the time jumps from event to event.
struct SharedLimitSimulation {
    var processes = 1
    /// Events within a window.
    var limit = 20_000
    var window = Duration.seconds(2)
    var batchEvents = 100
    var concurrency = 10
    var delay = Duration.milliseconds(67)
    var latency = 0.010...0.015
    var windows = 15
    /// Each process ends after so many batches, and another takes its place at once. nil: none ends.
    var taskBatches: Int?
    var rate: ImportRate?
    var seed: UInt64 = 1

    struct Outcome: CustomStringConvertible {
        /// After two windows, of what the service would have taken.
        var used = 0.0
        /// The same for each process, of its equal part.
        var parts: [Double] = []
        /// Of the requests after two windows, those that were answered 429.
        var refused = 0.0
        /// Of all requests.
        var refusedInAll = 0.0

        var description: String {
            func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
            let parts = parts.map(percent).joined(separator: ", ")
            return "\(percent(used)) used, \(percent(refused)) refused; parts \(parts)"
        }
    }

    private struct Flight {
        var process: Int
        var subBatch: SubBatch
        var isAccepted = true
        var arrives: Duration
        var answered: Duration
        var hasArrived = false
        var time: Duration { hasArrived ? answered : arrives }
    }

    func run() -> Outcome {
        let epoch = ContinuousClock.now
        var random = SeededRandom(seed: seed)
        var started = UInt64(0)

        func start() -> Delivery {
            var policy = RetryPolicy()
            policy.delay = delay
            let own = seed &* 1_000_000 &+ started
            started += 1
            var phases = SeededRandom(seed: own)
            let limiter = RateLimiter(rate, phase: .random(in: 0..<1, using: &phases))
            return Delivery(
                policy: policy,
                concurrency: concurrency,
                bodyLimit: 9_500_000,
                rateLimiter: limiter,
                seed: own
            )
        }

        var deliveries = (0..<processes).map { _ in start() }
        let lines = Self.batch(of: batchEvents)
        var added = Array(repeating: 0, count: processes)
        var finished = added
        var wakes: [Duration?] = Array(repeating: nil, count: processes)
        var accepted = added
        var requests = (all: 0, late: 0, refused: 0, refusedLate: 0)
        var taken: [(at: Duration, events: Int)] = []
        var held = 0
        var flights: [Flight] = []
        var now = Duration.zero
        let end = window * windows
        let measured = window * 2

        func pump(_ process: Int) {
            while deliveries[process].takeFinished(finished[process]) != nil { finished[process] += 1 }
            if finished[process] == taskBatches {
                deliveries[process] = start()
                (added[process], finished[process]) = (0, 0)
            }
            while added[process] - finished[process] < concurrency + 2, added[process] < taskBatches ?? .max {
                deliveries[process].add(lines, as: added[process])
                added[process] += 1
            }
            while true {
                switch deliveries[process].next(now: epoch + now) {
                case .wait(let instant):
                    wakes[process] = instant.map { max($0 - epoch, now + .nanoseconds(1)) }
                    return
                case .send(let subBatch):
                    let way = Duration.seconds(Double.random(in: latency, using: &random))
                    flights.append(
                        Flight(process: process, subBatch: subBatch, arrives: now + way / 2, answered: now + way)
                    )
                }
            }
        }

        for process in 0..<processes { pump(process) }
        while true {
            let flight = flights.indices.min { flights[$0].time < flights[$1].time }
            let waking = wakes.indices.filter { wakes[$0] != nil }.min { wakes[$0]! < wakes[$1]! }
            guard let time = [flight.map { flights[$0].time }, waking.flatMap { wakes[$0] }].compactMap(\.self).min(),
                time < end
            else { break }
            now = max(now, time)
            if let waking, let wake = wakes[waking], wake <= now {
                pump(waking)
                continue
            }
            guard let flight else { break }
            let events = flights[flight].subBatch.events.count
            if !flights[flight].hasArrived {
                flights[flight].hasArrived = true
                while let first = taken.first, first.at <= now - window {
                    held -= first.events
                    taken.removeFirst()
                }
                flights[flight].isAccepted = held + events <= limit
                if flights[flight].isAccepted {
                    held += events
                    taken.append((now, events))
                }
                continue
            }
            let landed = flights.remove(at: flight)
            let isLate = now > measured
            requests.all += 1
            if isLate { requests.late += 1 }
            if landed.isAccepted {
                if isLate { accepted[landed.process] += events }
            } else {
                requests.refused += 1
                if isLate { requests.refusedLate += 1 }
            }
            let meaning: Proof.Meaning = landed.isAccepted ? .accepted : .throttled(retryAfter: nil)
            let proof = Proof(meaning, code: landed.isAccepted ? 200 : 429)
            deliveries[landed.process].answered(landed.subBatch, proof, now: epoch + now)
            pump(landed.process)
        }
        let possible = Double(limit) * ((end - measured) / window)
        return Outcome(
            used: Double(accepted.reduce(0, +)) / possible,
            parts: accepted.map { Double($0) * Double(processes) / possible },
            refused: Double(requests.refusedLate) / Double(max(1, requests.late)),
            refusedInAll: Double(requests.refused) / Double(max(1, requests.all))
        )
    }

    private static func batch(of events: Int) -> PreparedBatch {
        var batch = Batch(numbers: .consecutive(from: 1))
        for line in 1...events {
            batch.bytes += Array("{\"event\":\"e\",\"properties\":{\"$insert_id\":\"\(line)\"}}\n".utf8)
            batch.take(number: line)
        }
        return Preparation().prepare(batch)
    }
}
