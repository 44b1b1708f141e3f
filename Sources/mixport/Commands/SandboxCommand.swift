import ArgumentParser
import MixpanelImport
import MixpanelSandbox
import SystemPackage

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "A local stand-in for the service, for trying and testing.",
        discussion: """
            Listens on 127.0.0.1 and behaves as /import does with strict=1. GET /ledger says what it holds: events, \
            distinct events after deduplication, requests; GET /ledger?ids=1 adds every id and how often it came. The \
            ledger takes about 150 bytes of memory for each id; DELETE /ledger empties it.

            Your own pipeline on a bad day:
              mixport sandbox --port 7777 --fault p=0.05,reset,commit --fault every=7,status=503 &
              MIXPANEL_TOKEN=any mixport --endpoint http://127.0.0.1:7777 < events.ndjson
              curl -s http://127.0.0.1:7777/ledger

            """ + FaultRule.help
    )

    /// Those of an importer with the defaults, and of someone who looks at the ledger.
    private static let usualConnections = 12

    @Option(help: .init("Port to listen on; 0 picks a free one.", valueName: "n"))
    var port = 0
    @Option(help: .init("Misbehave: see above. May be given several times.", valueName: "fault"))
    var fault: [String] = []
    @Option(
        help: .init("Answer 429 beyond this many events in a rolling window: 20000/2s.", valueName: "events/window")
    )
    var rateLimit: Rate?
    @Option(help: .init("Wait this long before each answer.", valueName: "duration"))
    var latency = TimeSpan(.zero)
    @Option(help: .init("Seed for all that is random.", valueName: "n"))
    var seed: UInt64 = 1

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
    }

    func run() async throws {
        try ResourceLimit.check(connections: Self.usualConnections)
        var configuration = SandboxConfiguration()
        configuration.port = port
        configuration.seed = seed
        configuration.latency = latency.duration...latency.duration
        if case .limit(let limit)? = rateLimit {
            configuration.rateLimit = RateLimit(events: limit.events, bytes: limit.bytes, per: limit.window)
        }
        do throws(FaultSyntaxError) {
            for text in fault { configuration.faults.append(try FaultRule(parsing: text)) }
        } catch {
            throw Failure("--fault \(error)", .usage)
        }
        let signal: Int32?
        do {
            signal = try await serve(configuration)
        } catch let error as CannotListen {
            let reason = Errno(rawValue: error.reason)
            let hint = reason == .addressInUse ? "; --port 0 picks a free one" : ""
            throw Failure("port \(port): \(reason.description)\(hint)", .system)
        }
        if let signal { Ending.signal(signal).end() }
    }

    private func serve(_ configuration: SandboxConfiguration) async throws -> Int32? {
        try await Signals.trapping { signals in
            try await Sandbox.withServer(configuration) { sandbox in
                Terminal.write(sandbox.url + "\n", to: 1)
                Terminal.say("sandbox on \(sandbox.url), until a signal")
                return await signals.next()
            }
        }
    }
}
