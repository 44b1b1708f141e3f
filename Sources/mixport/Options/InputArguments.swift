public import ArgumentParser
public import MixpanelImport

struct InputArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: .init("Longer lines are rejected without being held in memory.", valueName: "size")
    )
    var maxLineBytes = ByteSize(bytes: BatchLimits().lineBytes)
    @Option(
        parsing: .unconditional,
        help: .init(
            """
            A missing $insert_id: derive it from the event's bytes, derive it from bytes and line number (line), or \
            reject the line (require). Not line where an engine splits the input: its numbers are no ids.
            """,
            valueName: "policy"
        )
    )
    var insertID = InsertIDPolicy.derive
    @Option(
        parsing: .unconditional,
        help: .init(
            "At the end of input another count is an error; an import shows percent and time left by it.",
            valueName: "n"
        )
    )
    var expectLines: Int?
    @Option(parsing: .unconditional, help: .init("Stop after this many rejected lines.", valueName: "n"))
    var maxRejects: Int?
    @Option(
        parsing: .unconditional,
        help: .init("Stop after this many lines; an import goes on with --resume and without it.", valueName: "n")
    )
    var limit: Int?

    func validate() throws {
        guard (1...(1 << 30)).contains(maxLineBytes.bytes) else {
            throw ValidationError("--max-line-bytes takes 1 to 1GiB")
        }
        guard (expectLines ?? 0) >= 0 else { throw ValidationError("--expect-lines takes 0 or more") }
        guard (limit ?? 1) >= 1 else { throw ValidationError("--limit takes 1 or more") }
        guard (maxRejects ?? 1) >= 1 else { throw ValidationError("--max-rejects takes 1 or more") }
    }
}

extension InsertIDPolicy: ExpressibleByArgument {}
