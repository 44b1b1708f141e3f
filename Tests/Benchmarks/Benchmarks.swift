import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Prints one table: mixport against pigz, which is zlib's own limit, and against the pipe that it replaces.
/// Arguments name the parts to measure; without any, all are.
@main
enum Benchmarks {
    private static let events = 400_000
    private static let rounds = 5

    static func main() async throws {
        let folder = String(cString: mkdtemp(strdup(Self.folder("mixport-benchmark-XXXXXX"))))
        defer { _ = Measurement.of("rm -rf \(folder)") }
        let server = try await CountingServer.start()
        setenv("MIXPANEL_TOKEN", String(repeating: "0", count: 32), 1)
        let commands = Commands(folder: folder, port: server.port)
        prepare(commands)
        print("| figure | value |\n|---|---|")
        let sections: KeyValuePairs = [
            "processor": processor, "pipes": pipes, "memory": memory, "start": startUp, "parts": parts,
            "mapping": mapping,
        ]
        let wanted = CommandLine.arguments.dropFirst()
        for (name, section) in sections where wanted.isEmpty || wanted.contains(name) { section(commands) }
        try await server.channel.close()
    }

    private static func folder(_ name: String) -> String {
        (getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp") + "/" + name
    }

    private static func row(_ name: String, _ value: Double, _ unit: String = "") {
        let text = value < 10 ? "\((value * 100).rounded() / 100)" : "\(Int(value.rounded()))"
        print("| \(name) | \(text)\(unit) |")
        fflush(nil)
    }

    private static func prepare(_ commands: Commands) {
        Generator.write(events, to: commands.events)
        Generator.write(events, withIDs: false, to: commands.eventsWithoutIDs)
        Generator.write(10, to: commands.fewEvents)
        _ = Measurement.of("for i in 1 2 3 4 5 6 7 8 9 10; do cat \(commands.events); done > \(commands.manyEvents)")
        // Or the first sync of a report would wait for these files.
        sync()
    }

    private static func processor(_ commands: Commands) {
        for level in [1, 3, 6] {
            let ratio = Measurement.ratio(rounds, commands.mixport(level), to: commands.pigz(level)) { $0.processor }
            row("CPU, mixport ÷ pigz -p 2, level \(level)", ratio)
        }
        let without = commands.mixport(6, commands.eventsWithoutIDs)
        row(
            "CPU, no line has an id ÷ every line has",
            Measurement.ratio(rounds, without, to: commands.mixport(6)) { $0.processor }
        )
    }

    private static func pipes(_ commands: Commands) {
        for level in [1, 3, 6] {
            for (name, pipe) in [("split --filter", commands.split(level)), ("GNU parallel", commands.parallel(level))]
            {
                let figures: [(Measurement) -> Double] = [{ $0.wall }, { $0.processor }]
                let ratios = Measurement.ratios(3, pipe, to: commands.mixport(level), of: figures)
                row("wall, \(name) pipe ÷ mixport, level \(level)", ratios[0])
                row("CPU, \(name) pipe ÷ mixport, level \(level)", ratios[1])
            }
        }
    }

    private static func memory(_ commands: Commands) {
        let small = Measurement.of(commands.mixport(6))
        let large = Measurement.of(commands.mixport(6, commands.manyEvents))
        row("peak memory, 0.2 GB of input", Double(small.memory) / 1e6, " MB")
        row("peak memory, 2 GB of input", Double(large.memory) / 1e6, " MB")
        row("CPU a byte, 2 GB ÷ 0.2 GB", large.processor / 10 / small.processor)
    }

    private static func startUp(_ commands: Commands) {
        let few = commands.mixport(6, commands.fewEvents)
        let wall = Measurement.ratio(15, few, to: commands.split(6, commands.fewEvents)) { $0.wall }
        row("start to exit with 10 lines, mixport ÷ split --filter pipe", wall)
        row("the same, mixport alone", Measurement.median((0..<15).map { _ in Measurement.of(few).wall * 1000 }), " ms")
    }

    private static func mapping(_ commands: Commands) {
        Generator.write(events / 10, to: commands.someEvents)
        let jq = Measurement.ratio(3, commands.jq(commands.someEvents), to: commands.convert(commands.someEvents)) {
            $0.processor
        }
        row("CPU, jq ÷ mixport convert, the same mapping", jq)
        let mapped = commands.mixport(6, mapping: Commands.mapping)
        row(
            "CPU, import with that mapping ÷ without",
            Measurement.ratio(rounds, mapped, to: commands.mixport(6)) { $0.processor }
        )
    }

    private static func parts(_ commands: Commands) {
        guard let file = fopen(commands.events, "r") else { fatalError("no events") }
        fseek(file, 0, SEEK_END)
        let count = ftell(file)
        rewind(file)
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            used = fread(buffer.baseAddress, 1, count, file)
        }
        fclose(file)
        row("scanner alone", Parts.scanner(bytes), " MB/s")
        row("reading and cutting lines alone", Parts.cutter(commands.events, bytes: count), " MB/s")
        let report = Parts.report(commands.events, bytes: count, to: commands.report)
        row("report writing alone, MB of input", report, " MB/s")
        let dry = Measurement.of(commands.dryRun)
        row("--dry-run: all but compression and network", Double(count) / 1e6 / dry.wall, " MB/s")
        _ = Measurement.of(commands.mixport(1, commands.manyEvents, keepsReport: true))
        let skip = Measurement.of(commands.resume(commands.manyEvents))
        row("lines passed over by --resume", Double(events) * 10 / skip.wall / 1e6, " million/s")
    }
}
