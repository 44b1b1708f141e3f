import ArgumentParser
import MixpanelImport
import SystemPackage

struct FileArguments: ParsableArguments {
    @Option(
        help: .init(
            """
            The per-line report; -: rows to standard output, those not imported with their lines. \
            (default: mixport-report-YYYYMMDD-HHMMSS.ndjson)
            """,
            valueName: "path"
        ),
        completion: .file(),
        transform: Self.outputPath
    )
    var report: FilePath?
    @Option(
        help: .init("Raw lines that were rejected. (default: REPORT with .rejects.ndjson)", valueName: "path"),
        completion: .file(),
        transform: Self.outputPath
    )
    var rejects: FilePath?
    @Option(
        help: .init(
            "Raw lines undelivered or unknown, ready to be piped back in. (default: REPORT with .pending.ndjson)",
            valueName: "path"
        ),
        completion: .file(),
        transform: Self.outputPath
    )
    var pending: FilePath?
    @Flag(help: "Go on where the report stops; start afresh where there is none yet.")
    var resume = false
    @Flag(help: "Replace existing files.")
    var overwrite = false

    func validate() throws {
        if isStream, resume {
            throw ValidationError(
                "--report - and --resume: a stream cannot be resumed; run it again, the ids make that harmless"
            )
        }
        if isStream, overwrite { throw ValidationError("--report - and --overwrite: a stream replaces nothing") }
        guard !(resume && overwrite) else { throw ValidationError("--resume and --overwrite: use one of them") }
        guard !resume || report != nil else {
            throw ValidationError("--resume needs --report, the report to go on with")
        }
    }

    /// An empty name is one that cannot be created, as others are: found out with them.
    static func outputPath(_ argument: String) throws -> FilePath {
        argument.isEmpty ? FilePath() : try path(argument)
    }

    /// `FilePath` drops a slash at the end, which says that the name is a directory's. A dot after it says the same.
    static func path(_ argument: String) throws -> FilePath {
        guard !argument.isEmpty else { throw ValidationError("the name of a file is empty") }
        return FilePath(argument: argument.hasSuffix("/") ? argument + "." : argument)
    }

    /// Rows go to standard output. A file of this name is `./-`.
    var isStream: Bool { report == "-" }

    var existing: ExistingFilePolicy { resume ? .resume : overwrite ? .replace : .refuse }
}
