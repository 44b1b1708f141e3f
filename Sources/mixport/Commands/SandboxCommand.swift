import ArgumentParser
import MixpanelImport
import MixpanelSandbox
import SystemPackage

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "A local stand-in for the service, for trying and testing.",
        usage: "mixport sandbox [options]",
        discussion: """
            Listens on 127.0.0.1 and behaves as /import does, strictly with strict=1; /track, forms and base64 of other \
            clients are understood too, /engage and /groups taken and forgotten. GET /ledger says what it holds: \
            events, distinct events after deduplication, requests; GET /ledger?ids=1 adds every id and how often it \
            came. The ledger takes about 150 bytes of memory for each id; DELETE /ledger empties it. With --export, \
            GET /export gives the events as the service's raw export (from_date, to_date, time_in_ms, limit).

            Your own pipeline on a bad day:
              mixport sandbox --port 7777 --fault p=0.05,reset,commit --fault every=7,status=503 &
              MIXPANEL_TOKEN=any mixport --endpoint http://127.0.0.1:7777 < events.ndjson
              curl -s http://127.0.0.1:7777/ledger

            """ + FaultRule.help
    )

    /// Those of an importer with the defaults, and of someone who looks at the ledger.
    private static let usualConnections = 12

    @Option(parsing: .unconditional, help: .init("Port to listen on; 0 picks a free one.", valueName: "n"))
    var port = 0
    @Option(help: .init("Misbehave: see above. May be given several times.", valueName: "fault"))
    var fault: [String] = []
    @Option(
        parsing: .unconditional,
        help: .init("Answer 429 beyond this many events in a rolling window: 20000/2s.", valueName: "events/window")
    )
    var rateLimit: Rate?
    @Option(parsing: .unconditional, help: .init("Wait this long before each answer.", valueName: "duration"))
    var latency = TimeSpan(.zero)
    @Flag(help: "Keep the events in memory, for GET /export.")
    var export = false
    @Option(
        parsing: .unconditional,
        help: .init("With --export: an event is in the export this long after it was taken.", valueName: "duration")
    )
    var exportDelay = TimeSpan(.zero)
    @Option(
        parsing: .unconditional,
        help: .init(
            """
            With --export: the part of all events, such as 0.001, that is taken and never in the export, unless it is \
            sent again.
            """,
            valueName: "part"
        )
    )
    var exportLoss = 0.0
    @Option(parsing: .unconditional, help: .init("Seed for all that is random.", valueName: "n"))
    var seed: UInt64 = 1

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
        guard (0...1).contains(exportLoss) else { throw ValidationError("--export-loss takes 0 to 1") }
        guard export || exportDelay.duration == .zero && exportLoss == 0 else {
            throw ValidationError("--export-delay and --export-loss need --export")
        }
    }

    func run() async throws {
        try ResourceLimit.check(connections: Self.usualConnections)
        var configuration = SandboxConfiguration()
        configuration.port = port
        configuration.seed = seed
        configuration.keepEvents = export
        configuration.exportDelay = exportDelay.duration
        configuration.exportLoss = exportLoss
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
            let isTaken = Errno(rawValue: error.reason) == .addressInUse
            throw Failure("\(error)" + (isTaken ? "; --port 0 picks a free one" : ""), .system)
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
