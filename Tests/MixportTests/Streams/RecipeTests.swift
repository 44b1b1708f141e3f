import Foundation
import MixpanelSandbox
import Testing

/// The recipes of samples/engines/README.md, as they stand there, where their programs are installed.
@Suite struct RecipeTests {
    private static func isThere(_ program: String) -> Bool {
        ["/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/"].contains { Tool.isThere($0 + program) }
    }

    /// s6-log starts its processors by it.
    private static let hasExecline = Tool.isThere("/usr/lib/execline/bin/execlineb") || isThere("execlineb")

    private static func recipe(_ name: String) throws -> String {
        let text = try ProjectFile.text("samples/engines/README.md")
        let section = try #require(text.range(of: "\n## \(name)\n"), "\(name)")
        let block = try #require(text.range(of: "\n```sh\n", range: section.upperBound..<text.endIndex))
        let end = try #require(text.range(of: "\n```\n", range: block.upperBound..<text.endIndex))
        return String(text[block.upperBound..<end.lowerBound])
    }

    /// Runs a recipe in a directory with parts in `in/`, against the sandbox.
    private static func run(_ name: String, in chain: Chain, _ more: [String: String] = [:]) async throws -> Int32 {
        let bin = chain.directory.path("bin")
        if access(bin, F_OK) != 0 {
            try chain.directory.makeDirectory("bin")
            try chain.directory.link("bin/mixport", to: Binary.path)
        }
        let environment = [
            "PATH": "\(bin):/usr/bin:/bin:/usr/sbin:/sbin", "HOME": chain.directory.path,
            "MIXPANEL_TOKEN": Case.secret, "MIXPANEL_ENDPOINT": chain.sandbox.url, "LC_ALL": "C",
        ].merging(more) { $1 }
        let output = try Pipe()
        let child = try Child(
            .init(
                command: ["/bin/bash", "-uc", try recipe(name)],
                environment: environment,
                directory: chain.directory.path,
                descriptors: [open("/dev/null", O_RDONLY | O_CLOEXEC), output.writing, dup(output.writing)]
            )
        )
        let written = Written()
        async let collected: Void = written.collect(output.reading)
        let (ending, _) = await child.ended()
        await collected
        guard case .exit(let code) = ending else {
            Issue.record("\(ending): \(String(decoding: written.bytes, as: UTF8.self))")
            return -1
        }
        // For whoever reads why a test failed.
        print(String(decoding: written.bytes, as: UTF8.self).suffix(2_000))
        return code
    }

    private static let lines = 4_000
    private static let parts = 8

    /// Parts of which each has a line that is rejected.
    private static func parts(in directory: WorkDirectory) throws {
        try directory.makeDirectory("in")
        let size = lines / parts
        for part in 0..<parts {
            let first = part * size + 1
            let text = Event.lines(first...(first + size - 2)) + "{ part \(part)\n"
            try directory.write(text, to: "in/\(part).ndjson")
        }
    }

    private static func service(faults: [FaultRule] = []) -> SandboxConfiguration {
        Case([], faults: faults).service
    }

    /// Every row of the files with this ending, or of all with this beginning.
    private static func rows(_ directory: WorkDirectory, _ folder: String, isRows: (String) -> Bool) throws -> [Row] {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path(folder)).filter(isRows)
        return try names.sorted().flatMap { name in
            try InputLines(directory.contents("\(folder)/\(name)") ?? []).raw.map { try Row(Array($0)) }
        }
    }

    @Test(arguments: ["GNU parallel", "xargs", "split"].filter { isThere($0.replacing("GNU ", with: "")) })
    func `parts on a disk are finished by the same command again`(name: String) async throws {
        // Some parts are refused, as if the credentials had been wrong for a moment.
        let faults = [FaultRule.request(.from(4), .status(401))]
        try await Chain.with(Self.service(faults: faults)) { chain in
            try Self.parts(in: chain.directory)
            #expect(try await Self.run(name, in: chain) != 0)
            try await chain.sandbox.play([])
            // Rejected lines are what is left, which the gate says.
            #expect(try await Self.run(name, in: chain) == 65)
            let rows = try Self.rows(chain.directory, "rows") { $0.hasSuffix(".rows") }
            #expect(rows.count == Self.lines, "\(rows.count)")
            #expect(rows.count { $0.status == .rejected } == Self.parts)
            let ledger = try await chain.sandbox.ledger
            #expect(ledger.distinct == Self.lines - Self.parts && ledger.events == ledger.distinct, "\(ledger)")
            let requests = ledger.requests
            #expect(try await Self.run(name, in: chain) == 65)
            #expect(try await chain.sandbox.ledger.requests == requests, "nothing is left to be sent")
        }
    }

    /// A rejected line is no reason to send the same log again and again, which a processor that fails is for these.
    @Test(arguments: ["s6-log", "svlogd", "multilog"].filter { isThere($0) && ($0 != "s6-log" || hasExecline) })
    func `a log's archive is its rows`(name: String) async throws {
        try await Chain.with(Self.service()) { chain in
            try Self.parts(in: chain.directory)
            #expect(try await Self.run(name, in: chain) == 0)
            let rows = try Self.rows(chain.directory, "log") { $0.hasPrefix("@") }
            #expect(rows.count > Self.lines / 2, "\(rows.count)")
            #expect(rows.allSatisfy { ($0.raw != nil) == ($0.status == .rejected) })
            let ledger = try await chain.sandbox.ledger
            #expect(ledger.events == ledger.distinct, "\(ledger)")
            #expect(rows.count { $0.status == .imported } == ledger.events, "\(ledger)")
        }
    }

    @Test(.enabled(if: isThere("logrotate"))) func `logs are imported as they are rotated`() async throws {
        try await Chain.with(Self.service()) { chain in
            try Self.parts(in: chain.directory)
            #expect(try await Self.run("logrotate", in: chain) == 0)
            let rows = try Self.rows(chain.directory, "in") { $0.hasSuffix(".rows") }
            #expect(rows.count == Self.lines, "\(rows.count)")
            #expect(try await chain.sandbox.ledger.distinct == Self.lines - Self.parts)
        }
    }

    @Test(.enabled(if: isThere("s6-log"))) func `the rows of a log that never ends are rotated`() async throws {
        try await Chain.with(Self.service()) { chain in
            let directory = chain.directory
            try directory.makeDirectory("rows")
            try directory.write(Event.lines(1...300), to: "app.ndjson")
            // tail goes on for as long as this runs.
            let followed = try Child(
                .init(command: ["/bin/sleep", "600"], environment: [:], directory: "/", descriptors: [nil, nil, nil])
            )
            async let code = Self.run("A log that never ends", in: chain, ["FOLLOWED": "\(followed.number)"])
            while try await chain.sandbox.ledger.events < 300 { try await Task.sleep(for: .milliseconds(20)) }
            // The log is rotated, and a line of the new one is not good.
            try FileManager.default.moveItem(
                atPath: directory.path("app.ndjson"),
                toPath: directory.path("app.ndjson.1")
            )
            try directory.write(Event.lines(301...600) + "{\n", to: "app.ndjson")
            while try await chain.sandbox.ledger.events < 600 { try await Task.sleep(for: .milliseconds(20)) }
            followed.signal(SIGKILL)
            _ = await followed.ended()
            #expect(try await code == 0)
            let rows = try Self.rows(directory, "rows") { $0.hasPrefix("@") || $0 == "current" }
            #expect(rows.map(\.line) == Array(1...601), "\(rows.count)")
            let files = directory.modes
            #expect(files["rows"] != nil && rows.last?.raw == Array("{".utf8), "\(files)")
        }
    }
}
