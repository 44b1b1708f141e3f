import Foundation
import MixpanelSandbox
import Testing

@Suite struct FileTests {
    @Test(arguments: ["--report", "--rejects", "--pending"], ["missing/file", ".", "a/b/", ""])
    func `a file that cannot be created is found out before anything is sent`(
        option: String,
        path: String
    ) async throws {
        let outcome = try await Case(Event.lines(5), option, path).gives(exit: 73, requests: 0)
        #expect(outcome.standardError.contains(path.isEmpty ? "the name of a file is empty" : path), "\(outcome)")
        #expect(outcome.modes.isEmpty, "\(outcome.modes.keys)")
    }

    @Test(.enabled(if: getuid() != 0, "root may write everywhere"), arguments: ["--report", "--rejects", "--pending"])
    func `a directory that cannot be written is found out before anything is sent`(option: String) async throws {
        let stimulus = Case(Event.lines(5), option, "locked/file").with { stimulus in
            stimulus.prepare = { directory in
                try directory.makeDirectory("locked")
                chmod(directory.path("locked"), 0o500)
            }
        }
        try await stimulus.gives(exit: 73, requests: 0)
    }

    /// A read-only mount holds for root as well.
    @Test(.enabled(if: getuid() == 0, "needs root"), arguments: ["--report", "--rejects", "--pending"])
    func `a read-only directory is found out before anything is sent`(option: String) async throws {
        let script = #"mount --bind locked locked && mount -o remount,ro,bind locked && exec "$@""#
        let stimulus = Case(Event.lines(5), option, "locked/file").with { stimulus in
            stimulus.prepare = { try $0.makeDirectory("locked") }
            stimulus.launcher = ["/usr/bin/unshare", "-m", "/bin/sh", "-c", script, "sh"]
        }
        let outcome = try await stimulus.gives(exit: 73, requests: 0)
        #expect(outcome.standardError.contains("locked/file"))
        #expect(outcome.modes.keys.sorted() == ["locked"])
    }

    @Test(arguments: ["report.ndjson", "report.rejects.ndjson", "report.pending.ndjson"])
    func `an existing file is left as it is`(name: String) async throws {
        let stimulus = Case(Event.lines(5)).with { stimulus in
            stimulus.prepare = { try $0.write("mine\n", to: name, mode: 0o644) }
        }
        let outcome = try await stimulus.gives(exit: 73, requests: 0)
        #expect([outcome.report, outcome.rejects, outcome.pending].contains(Array("mine\n".utf8)))
        #expect(outcome.modes[name].map { $0 & 0o777 } == 0o644)
        #expect(outcome.standardError.contains("--resume"))
        #expect(outcome.standardError.contains("--overwrite"))
    }

    @Test func `a refused run can be started again`() async throws {
        let stimulus = Case(Event.lines(5)).with { stimulus in
            stimulus.prepare = { try $0.write("mine\n", to: "report.pending.ndjson") }
        }
        let outcome = try await stimulus.gives(exit: 73, requests: 0)
        #expect(outcome.modes.keys.sorted() == ["report.pending.ndjson"])
    }

    @Test func `existing files are replaced where that is wanted`() async throws {
        let text = "\(Event.line(1))\n\(Event.line(2, value: "[1,]"))\n"
        let stimulus = Case(text, "--overwrite").with { stimulus in
            stimulus.prepare = { directory in
                let old = String(repeating: "old\n", count: 1_000)
                for name in ["report", "report.rejects", "report.pending"] {
                    try directory.write(old, to: "\(name).ndjson", mode: 0o666)
                }
            }
        }
        let outcome = try await stimulus.gives(exit: 65, .imported(1), .rejected(1, "not_json"), requests: 1)
        #expect(outcome.modes.keys.sorted() == ["report.ndjson", "report.rejects.ndjson"])
    }

    @Test(arguments: ["report.ndjson", "report.rejects.ndjson", "report.pending.ndjson"], ["target", "nowhere"])
    func `nothing is written through a symbolic link`(name: String, target: String) async throws {
        for arguments in [[], ["--overwrite"], ["--resume"]] {
            let stimulus = Case(.bytes(Array(Event.lines(5).utf8)), arguments).with { stimulus in
                stimulus.prepare = { directory in
                    try directory.write("mine\n", to: "target")
                    try directory.link(name, to: target)
                }
                stimulus.acts = [.perform { #expect($0.directory.contents("target") == Array("mine\n".utf8)) }]
            }
            let outcome = try await stimulus.gives(exit: 73, requests: 0)
            #expect(outcome.modes["nowhere"] == nil)
            #expect(outcome.modes[name].map { $0 & S_IFMT } == S_IFLNK)
        }
    }

    @Test func `a full disk ends the run`() async throws {
        let arguments = ["--report", "/dev/full", "--rejects", "rejects", "--pending", "pending"]
        let stimulus = Case(.bytes(Array(Event.lines(5_000).utf8)), arguments + ["--concurrency", "2"])
        let outcome = try await stimulus.gives(exit: 74, requests: .between(1, 3))
        #expect(outcome.standardError.contains("/dev/full"))
        #expect(outcome.messages.count <= 12)
    }

    @Test(arguments: ["000", "022", "077", "777"]) func `files are for their owner only, whatever the umask`(
        mask: String
    ) async throws {
        let text = "\(Event.line(1))\n\(Event.line(2, value: "[1,]"))\n"
        let stimulus = Case(text, "--give-up-after", "100ms", faults: [.request(.always, .rateLimited())]).with {
            $0.launcher = ["/bin/sh", "-c", "umask \(mask); exec \"$@\"", "sh"]
        }
        let outcome = try await stimulus.gives(exit: 75, .rejected(1), .undelivered(1, "stopped"))
        #expect(outcome.modes.mapValues { $0 & 0o7777 }.values.allSatisfy { $0 == 0o600 })
        #expect(outcome.modes.count == 3)
    }

    @Test(arguments: ["--rejects", "--pending"]) func `raw lines that nobody wants go to a device`(
        option: String
    ) async throws {
        let text = Event.lines(2) + "{\n" + Event.line(4, value: #""poison""#) + "\n"
        let stimulus = Case(text, option, "/dev/null", "--give-up-after", "300ms", "--batch-events", "1")
        try await Chain.with(stimulus.service) { chain in
            try await chain.sandbox.play([.request(.contains("poison"), .status(500))])
            for more in [[], ["--overwrite"]] {
                let run = stimulus.with { $0.arguments += more }
                let outcome = try await run.run(in: chain.directory, against: chain.sandbox)
                #expect(outcome.ending == .exit(75) && outcome.rows.count == 4, "\(outcome)")
            }
        }
    }

    /// The names of two reports can lead to the same companions.
    @Test func `a complete report that is resumed leaves the raw lines of another one alone`() async throws {
        let stimulus = Case(Event.lines(5), "--resume", "--report", "run.json")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 0, .imported(5))
            try chain.directory.write(Event.lines(6...9), to: "run.pending.ndjson")
            let outcome = try await chain.refuses(stimulus, exits: 73)
            #expect(outcome.standardError.contains("run.pending.ndjson"), "\(outcome)")
        }
    }

    @Test func `what is to be replaced stays where a run cannot begin`() async throws {
        let stimulus = Case(Event.lines(5))
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 0, .imported(5))
            try await chain.refuses(stimulus.with { $0.arguments = ["replay", "typo", "--overwrite"] }, exits: 73)
            try await chain.refuses(
                stimulus.with { stimulus in
                    stimulus.input = .closed
                    stimulus.arguments = ["--overwrite"]
                },
                exits: 66
            )
        }
    }

    /// Neither contents nor permissions change, nothing appears and nothing goes.
    @Test(arguments: [true, false]) func `an input that is refused at once leaves what was to be replaced`(
        isThere: Bool
    ) async throws {
        let text = try #require(Event.lines(5).data(using: .utf16))
        let packed = try await Tool.run("/usr/bin/gzip", "-c", input: Array(text)).output
        let noGzip: [UInt8] = [0x1F, 0x8B, 8, 0xFF, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
        for (input, exit) in [(Array(text), Int32(65)), (packed, 65), (noGzip, 66)] {
            let stimulus = Case(.bytes(input), ["--overwrite"])
            try await Chain.with(stimulus.service) { chain in
                if isThere {
                    for name in ["report", "report.rejects", "report.pending"] {
                        try chain.directory.write("mine\n", to: "\(name).ndjson", mode: 0o644)
                    }
                }
                let before = chain.directory.modes
                let outcome = try await chain.refuses(stimulus, exits: exit)
                #expect(chain.directory.modes == before, "\(outcome)")
                #expect(!outcome.messages.contains { $0.hasPrefix("files: ") }, "\(outcome)")
                #expect(outcome.messages.last?.contains("--resume") == false, "\(outcome)")
            }
        }
    }

    @Test func `a pipe is no report, and is not waited for`() async throws {
        let stimulus = Case(Event.lines(5), "replay", "pipe").with { stimulus in
            stimulus.prepare = { directory in mkfifo(directory.path("pipe"), 0o600) }
        }
        try await stimulus.gives(exit: 73, requests: 0)
    }
}
