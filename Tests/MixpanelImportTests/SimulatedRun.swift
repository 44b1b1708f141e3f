import MixpanelImport
import Testing

/// What a simulated run came to.
struct SimulatedRun {
    /// For each line, the verdicts it got: exactly one, if all is well.
    var verdicts: [[Verdict]] = []
    var requests: [SimulatedRequest] = []
    var notices: [(at: Duration, notice: DeliveryNotice)] = []
    /// The lines that the service holds.
    var ledger: Set<Int> = []
    var endedAt = Duration.zero
    /// When the cause to stop was known.
    var stoppedAt: Duration?
    /// The most requests at a time.
    var inFlight = 0
    var stopCause: StopCause?
    var isFinished = false
    var isStuck = false
    /// A line was in two requests at once, or was sent after it had its verdict.
    var isSentTwice = false

    func verdict(_ line: Int) -> Verdict { verdicts[line].first ?? Verdict(.blank) }

    func lines(_ status: Verdict.Status, _ reason: Reason? = nil) -> [Int] {
        verdicts.indices.filter { verdict($0).status == status && (reason == nil || verdict($0).reason == reason) }
    }

    /// How many lines got which verdict, for failures that can be read.
    var summary: String {
        var counts: [String: Int] = [:]
        for line in verdicts.indices {
            let verdict = verdict(line)
            counts["\(verdict.status.rawValue) \(verdict.reason?.code ?? "")", default: 0] += 1
        }
        let words = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return words.joined(separator: ", ") + "; \(requests.count) requests in \(endedAt)"
    }

    func answers(_ status: Int) -> [SimulatedRequest] { requests.filter { $0.reply.status == status } }

    /// Between the answer to each request and the sending of the next one.
    var gaps: [Duration] { zip(requests, requests.dropFirst()).map { $1.sentAt - $0.answeredAt } }

    /// What holds whatever the service does.
    func checkLaws(of simulation: DeliverySimulation, _ sourceLocation: SourceLocation) {
        let seed = Comment(rawValue: "seed \(simulation.seed); \(summary)")
        #expect(!isStuck, seed, sourceLocation: sourceLocation)
        #expect(!isSentTwice, seed, sourceLocation: sourceLocation)
        #expect(inFlight <= simulation.concurrency, seed, sourceLocation: sourceLocation)
        guard isFinished, let fault = firstFault(simulation) else { return }
        Issue.record("\(fault); \(seed)", sourceLocation: sourceLocation)
    }

    private func firstFault(_ simulation: DeliverySimulation) -> String? {
        var sent = Array(repeating: 0, count: verdicts.count)
        var lastStatus: [Int?] = Array(repeating: nil, count: verdicts.count)
        for request in requests.sorted(by: { $0.answeredAt < $1.answeredAt }) {
            for line in request.lines {
                sent[line] += 1
                lastStatus[line] = request.reply.status
            }
        }
        for line in verdicts.indices {
            guard verdicts[line].count == 1 else { return "line \(line) has \(verdicts[line].count) verdicts" }
            let verdict = verdict(line)
            let isHeld = ledger.contains(line)
            switch verdict.status {
            case .imported where !isHeld: return "line \(line) is imported, but not held"
            case .rejected where isHeld, .undelivered where isHeld: return "line \(line) is \(verdict.status), but held"
            case .unknown where sent[line] == 0 && !simulation.mayBeHeld:
                return "line \(line) is unknown, but was never sent"
            case .blank: return "line \(line) is blank"
            default: break
            }
            guard verdict.attempts == sent[line] else {
                return "line \(line) counts \(verdict.attempts) attempts, was sent \(sent[line]) times"
            }
            if verdict.status != .imported, let last = lastStatus[line], verdict.code != last {
                return "line \(line) has the code of \(verdict), the last answer was \(last)"
            }
        }
        return nil
    }
}

extension SimulatedRun: CustomTestStringConvertible {
    var testDescription: String { summary }
}
