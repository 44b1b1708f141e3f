import Glibc
import MixpanelSandbox

/// What a seed draws: input, faults, options, and what happens to the runs.
struct WalkPlan {
    /// One run of the program, and what cuts it short.
    struct WalkRun {
        var acts: [Action]
        var signals: [Int32]
        var giveUp: String
    }

    /// From this seed on inputs are larger, and walks take longer.
    static let firstLargeSeed: UInt64 = 1_001

    var input: WalkInput
    var faults: [FaultRule]
    var options: [String]
    var latency: ClosedRange<Duration>
    var legs: [WalkRun]
    var requestsPerConnection: Int?
    /// How standard input comes: pieces with pauses between them.
    var pieces: [Action]

    init(seed: UInt64) {
        var dice = Dice(seed: seed)
        let counts = seed >= Self.firstLargeSeed ? [1, 5, 50, 500, 3_000] : [1, 5, 20, 60, 150, 300]
        let count = dice.draw(1...dice.one(of: counts))
        let poison = dice.rolls(0.4) ? dice.one(of: Self.poisons) : nil
        input = WalkInput(lines: count, hasPoison: poison != nil, &dice)
        faults = poison.map { [$0] } ?? []
        let probability = dice.one(of: [0, 0.05, 0.15, 0.3])
        let chosen = probability == 0 ? [] : Array(Self.faults.shuffled(using: &dice).prefix(4))
        for (fault, commit) in chosen {
            faults.append(.request(.probability(probability / 4), fault, commit: commit))
        }
        if dice.rolls(0.1) { faults.append(.connection(.probability(0.2), dice.one(of: [.reset, .close]))) }
        let most = count > 50 ? [7, 20, 100, 500, 2_000] : [1, 3, 7, 50, 2_000]
        options = [
            "--concurrency", "\(dice.draw(1...10))", "--batch-events", "\(dice.one(of: most))",
            "--retry-delay", dice.one(of: ["2ms", "5ms", "10ms"]), "--timeout", dice.one(of: ["250ms", "400ms"]),
            "--max-attempts", dice.one(of: ["1", "2", "4", "8"]), "--max-line-bytes", "\(WalkInput.maxLineBytes)",
            "--max-delay", dice.one(of: ["5ms", "50ms", "1s"]),
        ]
        if dice.rolls(0.1) { options += ["--insert-id", "line"] }
        if dice.rolls(0.1) { options += ["--batch-bytes", dice.one(of: ["3k", "30k"])] }
        latency = .zero ... .milliseconds(dice.one(of: [0, 0, 2, 20]))
        if dice.rolls(0.1) { requestsPerConnection = dice.draw(1...3) }
        legs = (0..<dice.draw(1...3)).map { _ in Self.leg(&dice) }
        pieces = Self.pieces(input.bytes, &dice)
    }

    /// Those that lie about what was stored are left out: nobody can survive a success that is none.
    private static let faults: [(RequestFault, commit: Bool)] = [
        (.rateLimited(), false), (.rateLimited(retryAfter: "0"), false), (.status(503), false), (.status(503), true),
        (.status(500), false), (.status(502), true), (.status(504), false), (.status(408), false), (.status(524), true),
        (.reset.afterBodyBytes(200), false), (.close.afterBodyBytes(0), false), (.reset, true), (.close, true),
        (.close, false), (.cut(.inBody), false), (.cut(.inHeaders), true), (.cut(.inStatusLine), true),
        (.hang, false), (.hang, true), (.hang.afterBodyBytes(100), false), (.status(400), false),
        (.status(400, body: "<html>\r\n", type: "text/html"), false), (.short(by: 1), false), (.short(by: 3), false),
        (.status(413, body: "too large", type: "text/plain"), false), (.status(200, body: "OK"), false),
        (.status(200, body: "1"), true), (.status(202, body: "{}"), true), (.status(200, body: ""), true),
        (.trickle(bytes: 8, every: .milliseconds(3)), false), (.delayed(by: .milliseconds(60)), false),
        (.orderlyClose, false), (RequestFault().ending(.close), false), (RequestFault().ending(.reset), false),
        (.failedRecords([#"{"index":70000,"field":"event","message":"m"}"#]), false),
        (.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").ending(.close), true),
    ]

    private static let poisons: [FaultRule] = [
        .request(.contains(WalkInput.poison), .status(500)), .request(.contains(WalkInput.poison), .status(400)),
        .request(.contains(WalkInput.poison), .short(by: 10_000)), .request(.contains(WalkInput.poison), .reset),
        .request(.contains(WalkInput.poison), .status(502), commit: true),
        .request(.contains(WalkInput.poison), .identityRefusal),
        .request(.contains(WalkInput.poison), .status(413, body: "too large", type: "text/plain")),
    ]

    private static func leg(_ dice: inout Dice) -> WalkRun {
        let giveUp = dice.one(of: ["300ms", "1s", "3s"])
        guard dice.rolls(0.7) else { return WalkRun(acts: [], signals: [], giveUp: giveUp) }
        let signals: [Int32] = dice.one(of: [
            [SIGKILL], [SIGKILL], [SIGKILL], [SIGINT], [SIGTERM], [SIGHUP], [SIGINT, SIGINT], [SIGTERM, SIGKILL],
        ])
        var acts: [Action] = []
        for signal in signals {
            if acts.isEmpty, dice.rolls(0.8) { acts.append(.wait(.requests(dice.draw(1...12)))) }
            acts += [.pause(.microseconds(dice.draw(0...dice.one(of: [1_000, 10_000, 60_000])))), .signal(signal)]
        }
        return WalkRun(acts: acts, signals: signals, giveUp: giveUp)
    }

    private static func pieces(_ bytes: [UInt8], _ dice: inout Dice) -> [Action] {
        guard dice.rolls(0.5), bytes.count > 1 else { return [.write(bytes)] }
        var acts: [Action] = []
        var start = 0
        for _ in 0..<dice.draw(1...4) where start < bytes.count {
            let end = dice.draw((start + 1)...bytes.count)
            let piece = Array(bytes[start..<end])
            acts.append(
                piece.count < 3_000 && dice.rolls(0.3) ? .dribble(piece, by: dice.draw(1...50)) : .write(piece)
            )
            acts.append(.pause(.milliseconds(dice.draw(0...30))))
            start = end
        }
        return acts + [.write(Array(bytes[start...]))]
    }
}
