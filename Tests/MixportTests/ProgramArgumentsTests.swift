import Foundation
import MixpanelSandbox
import Testing

/// The arguments are those that the kernel handed over, wherever the program runs: nothing is imported that was to be
/// checked only.
@Suite struct ProgramArgumentsTests {
    /// A namespace whose `/proc` is empty.
    private static let withoutProc = [
        "/usr/bin/unshare", "-m", "/bin/sh", "-c", #"mount -t tmpfs none /proc && exec "$@""#, "sh",
    ]

    private static let canUnmount: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = withoutProc + ["true"]
        process.standardError = FileHandle.nullDevice
        return (try? process.run()).map { process.waitUntilExit() } != nil && process.terminationStatus == 0
    }()

    private static func compile(_ directory: WorkDirectory) async throws {
        let source = directory.inputPath + ".c"
        let text = """
            #include <stdlib.h>
            __attribute__((constructor)) static void add(void) { setenv("ADDED", "1", 1); }
            """
        try text.write(toFile: source, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/cc")
        process.arguments = ["-shared", "-fPIC", "-o", directory.inputPath + ".so", source]
        try process.run()
        process.waitUntilExit()
    }

    @Test(
        .enabled(if: canUnmount, "needs leave to mount"),
        arguments: [["--dry-run"], ["import", "--dry-run"], [], ["--sandbox"], ["--version"]]
    )
    func `nothing happens where there is no proc file system`(arguments: [String]) async throws {
        let stimulus = Case(.bytes(Array(Event.lines(5).utf8)), arguments).with { stimulus in
            stimulus.launcher = Self.withoutProc
            // All that would be needed to send.
            stimulus.environment = ["MIXPANEL_TOKEN": Case.secret]
            stimulus.defaults = ["--report", "report.ndjson", "--endpoint", "{url}"]
        }
        let outcome = try await stimulus.gives(exit: 71, requests: 0)
        #expect(outcome.standardError.contains("/proc") && outcome.modes.isEmpty, "\(outcome)")
    }

    @Test(.enabled(if: Tool.isThere("/usr/bin/cc"), "needs a C compiler"))
    func `a library that adds to the environment before the program begins hides no argument`() async throws {
        try await WorkDirectory.with { directory in
            try await Self.compile(directory)
            let stimulus = Case(Event.lines(5), "--dry-run").with { stimulus in
                stimulus.launcher = ["/usr/bin/env", "LD_PRELOAD=\(directory.inputPath).so"]
            }
            try await stimulus.gives(exit: 0, .valid(5), requests: 0)
        }
    }

    /// The second name has a character that itself stands for a byte inside the program.
    @Test(arguments: [#"s\377ecret"#, #"s\364\217\276\200\300ecret"#, "s\u{301}ecret"])
    func `a name that is not UTF-8 keeps its bytes`(name: String) async throws {
        let script = #"n="$(printf '\#(name)')"; umask 077; cat source > "$n"; exec "$@" --token-file "$n""#
        let stimulus = Case(.file(Array(Event.lines(5).utf8)), faults: [.request(.number(2), .status(401))]).with {
            stimulus in
            stimulus.environment = [:]
            stimulus.prepare = { try $0.write(Case.secret, to: "source") }
            stimulus.launcher = ["/bin/sh", "-c", script, "sh"]
            stimulus.converges = false
            stimulus.arguments = ["--batch-events", "3"]
        }
        let outcome = try await stimulus.gives(exit: 77, .imported(3), .undelivered(2, "stopped"), requests: 2)
        let printed = name.contains(#"\377"#) ? #"$'s\xffecret'"# : nil
        if let printed { #expect(outcome.messages.last?.contains("--token-file \(printed)") == true, "\(outcome)") }
    }
}
