import Foundation
import MixpanelImport
import SystemPackage
import Testing

/// What may be in the way of the report and its two companions.
@Suite struct OutputFileTests {
    private static let names = ["report.ndjson", "report.rejects.ndjson", "report.pending.ndjson"]
    private static let ways: [ExistingFilePolicy] = [.refuse, .replace, .resume]

    private func open(_ folder: TemporaryFolder, _ existing: ExistingFilePolicy) throws -> Report {
        var files = Report.Files(report: folder.file("report.ndjson"))
        files.existing = existing
        return try Report(files)
    }

    @Test(arguments: names)
    func `a symlink is never followed`(name: String) throws {
        for existing in Self.ways {
            for target in ["target", "missing", "/etc/hostname"] {
                let folder = try TemporaryFolder()
                let path = folder.path(name)
                try Data("kept".utf8).write(to: URL(fileURLWithPath: folder.path("target")))
                #expect(symlink(target == "/etc/hostname" ? target : folder.path(target), path) == 0)
                #expect(throws: OutputError.symlink(FilePath(path))) { try open(folder, existing) }
                #expect(try String(contentsOfFile: folder.path("target"), encoding: .utf8) == "kept")
                #expect(!FileManager.default.fileExists(atPath: folder.path("missing")))
            }
        }
    }

    @Test(arguments: names)
    func `a folder or a named pipe is no file`(name: String) throws {
        for existing in Self.ways {
            let folder = try TemporaryFolder()
            #expect(mkdir(folder.path(name), 0o700) == 0)
            #expect(throws: OutputError.notAFile(folder.file(name))) { try open(folder, existing) }
            let other = try TemporaryFolder()
            #expect(mkfifo(other.path(name), 0o600) == 0)
            #expect(throws: OutputError.notAFile(other.file(name))) { try open(other, existing) }
        }
    }

    @Test(arguments: names)
    func `an existing file is refused and left as it is`(name: String) throws {
        let folder = try TemporaryFolder()
        try Data("kept".utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        #expect(throws: OutputError.exists(folder.file(name))) { try open(folder, .refuse) }
        #expect(try String(contentsOfFile: folder.path(name), encoding: .utf8) == "kept")
    }

    @Test func `a folder that is missing is an error before anything is sent`() throws {
        let folder = try TemporaryFolder()
        for name in ["report", "rejects", "pending"] {
            let wrong = folder.file("missing/\(name)")
            let files = Report.Files(
                report: name == "report" ? wrong : folder.file("r-\(name)"),
                rejects: name == "rejects" ? wrong : folder.file("j-\(name)"),
                pending: name == "pending" ? wrong : folder.file("p-\(name)")
            )
            #expect(throws: OutputError.cannotCreate(wrong, .noSuchFileOrDirectory)) { try Report(files) }
        }
    }

    @Test func `a second run on the same report is refused while the first one lives`() async throws {
        let folder = try TemporaryFolder()
        let first = try open(folder, .refuse)
        for existing in [ExistingFilePolicy.replace, .resume] {
            #expect(throws: OutputError.locked(folder.file("report.ndjson"))) { try open(folder, existing) }
        }
        #expect(await first.written.report.change == nil)
        try FileManager.default.removeItem(atPath: folder.path("report.ndjson"))
        #expect(await first.written.report.change == .moved)
    }

    @Test func `files are for their owner only`() async throws {
        let run = try ReportRun()
        let server = try LoopbackServer { _ in LoopbackServer.response(401, "no") }
        _ = try await run.run("nonsense\n" + ReportRun.event("a"), project: server.project)
        for name in Self.names {
            var status = stat()
            #expect(stat(run.folder.path(name), &status) == 0, "\(name)")
            #expect(status.st_mode & 0o777 == 0o600, "\(name)")
        }
    }

    @Test func `companions come with their first line`() async throws {
        let run = try ReportRun()
        let result = try await run.run(ReportRun.event("a") + "\n")
        #expect(result.counts.valid == 1)
        #expect(!FileManager.default.fileExists(atPath: run.folder.path("report.rejects.ndjson")))
        #expect(!FileManager.default.fileExists(atPath: run.folder.path("report.pending.ndjson")))
    }

    @Test func `replacing empties all three files`() async throws {
        var run = try ReportRun()
        for name in Self.names { try Data("old\nold\n".utf8).write(to: URL(fileURLWithPath: run.folder.path(name))) }
        run.existing = .replace
        _ = try await run.run("nonsense\n")
        #expect(try run.rows.count == 1)
        #expect(try run.contents("report.rejects.ndjson") == "nonsense\n")
        #expect(!FileManager.default.fileExists(atPath: run.folder.path("report.pending.ndjson")))
    }

    @Test func `a full disk ends the run with the file's name`() async throws {
        var run = try ReportRun()
        run.report = "/dev/full"
        var files = Report.Files(report: "/dev/full")
        files.rejects = run.folder.file("rejects")
        files.pending = run.folder.file("pending")
        files.existing = .replace
        let pipe = try InputPipe()
        pipe.write((0..<5_000).map { ReportRun.event("\($0)") }.joined())
        pipe.finish()
        let result = try await withImporter(to: .validation, options: run.options) { importer in
            try await importer.importLines(of: pipe.readEnd, into: Report(files))
        }
        #expect(result.outputError == .cannotWrite("/dev/full", .noSpace))
        #expect(!result.isComplete)
        #expect(result.stopCause == .output)
    }

    @Test(arguments: [
        ("r.ndjson", "r.rejects.ndjson"), ("r", "r.rejects.ndjson"), ("a.b/r", "a.b/r.rejects.ndjson"),
        ("/x/r.2026.txt", "/x/r.2026.txt.rejects.ndjson"), ("d/.hidden", "d/.hidden.rejects.ndjson"),
        ("report.0", "report.0.rejects.ndjson"), ("a.jsonl", "a.rejects.ndjson"), ("a.b.json", "a.b.rejects.ndjson"),
        ("a.ndjson.gz", "a.ndjson.gz.rejects.ndjson"), (".ndjson", ".ndjson.rejects.ndjson"),
        ("r.", "r..rejects.ndjson"), ("x.ndjson/r", "x.ndjson/r.rejects.ndjson"), ("é.json", "é.rejects.ndjson"),
    ])
    func `companions are named after the report`(report: String, rejects: String) {
        let files = Report.Files(report: FilePath(report))
        #expect(files.rejects == FilePath(rejects))
        #expect(files.pending == FilePath(rejects.replacing("rejects", with: "pending")))
    }

    @Test func `a name that is no text has companions with the same bytes`() {
        let files = Report.Files(report: FilePath(bytes: Array("r".utf8) + [0xFF, 0xC3] + Array(".json".utf8)))
        #expect(files.rejects?.bytes == Array("r".utf8) + [0xFF, 0xC3] + Array(".rejects.ndjson".utf8))
        #expect(files.pending?.text == #"r\xff\xc3.pending.ndjson"#)
    }

    @Test(arguments: names, ways)
    func `none of the files is the input, whichever descriptor it is`(
        name: String,
        existing: ExistingFilePolicy
    ) async throws {
        var run = try ReportRun()
        run.existing = existing
        let path = run.folder.file(name)
        if case .refuse = existing { return }
        // A resumed run looks for its companions only where there is a report.
        try Data().write(to: URL(fileURLWithPath: run.report))
        let text = ReportRun.event("a") + "\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: run.folder.path(name)))
        let input = try FileDescriptor.open(path, .readOnly)
        defer { try? input.close() }
        await #expect(throws: ImportError.output(.isTheInput(path))) {
            try await withImporter(to: .validation, options: run.options) { importer in
                _ = try await importer.importLines(of: input, into: run.openReport())
            }
        }
        #expect(try run.contents(name) == text)
    }
}
