import Foundation

/// A program of the machine's, run to its end.
enum Tool {
    static func run(_ command: String..., input: [UInt8]) async throws -> (output: [UInt8], ending: Child.Ending) {
        try await run(command, input: input)
    }

    static func run(_ command: [String], input: [UInt8]) async throws -> (output: [UInt8], ending: Child.Ending) {
        let standardInput = try Pipe()
        let standardOutput = try Pipe()
        let child = try Child(
            .init(
                command: command,
                environment: ["PATH": "/usr/bin:/bin"],
                directory: "/",
                descriptors: [standardInput.reading, standardOutput.writing, open("/dev/null", O_WRONLY | O_CLOEXEC)]
            )
        )
        let writer = Writer(standardInput.writing)
        let written = Written()
        async let collected: Void = written.collect(standardOutput.reading)
        await writer.write(input)
        writer.finish()
        await collected
        return (written.bytes, await child.ended().0)
    }

    static func isThere(_ path: String) -> Bool { access(path, X_OK) == 0 }
}
