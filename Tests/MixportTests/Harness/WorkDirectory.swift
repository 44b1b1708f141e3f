import Foundation

/// A directory of a case's own, gone afterwards.
struct WorkDirectory: Sendable {
    /// Where the program runs.
    let path: String
    /// Beside it, out of the program's sight.
    let inputPath: String

    static func with<Result>(
        _ body: nonisolated(nonsending) (WorkDirectory) async throws -> Result
    ) async throws -> Result {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("mixport-\(UUID().uuidString)").path
        let directory = WorkDirectory(path: root + "/files", inputPath: root + "/input")
        try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: root) }
        return try await body(directory)
    }

    func path(_ name: String) -> String { name.hasPrefix("/") ? name : "\(path)/\(name)" }

    /// nil for what is no file; a device may have no end.
    func contents(_ name: String) -> [UInt8]? {
        var status = stat()
        guard stat(path(name), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return (try? Data(contentsOf: URL(fileURLWithPath: path(name)))).map { Array($0) }
    }

    func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        chmod(path(name), mode)
    }

    func write(_ text: String, to name: String, mode: mode_t = 0o600) throws {
        try write(Array(text.utf8), to: name, mode: mode)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
    }

    func makeDirectory(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: false)
    }

    /// Names and permissions of all that is there, but for the summaries of runs.
    var modes: [String: mode_t] { allModes.filter { !$0.key.hasSuffix(".summary.json") } }

    /// Names and permissions of the summaries of runs.
    var summaryModes: [String: mode_t] { allModes.filter { $0.key.hasSuffix(".summary.json") } }

    private var allModes: [String: mode_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.reduce(into: [:]) { modes, name in
            var status = stat()
            if lstat(path(name), &status) == 0 { modes[name] = status.st_mode }
        }
    }

    /// Lines that are complete.
    func lineCount(_ name: String) -> Int {
        contents(name)?.count { $0 == 0x0A } ?? 0
    }
}
