import Foundation

/// The real jq.
enum JQ {
    static let path = ["/usr/bin/jq", "/usr/local/bin/jq", "/opt/homebrew/bin/jq"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// What a program makes of each of some documents, a line each.
    static func run(_ program: String, on documents: [String]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(component: "jq-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appending(component: "documents")
        let output = folder.appending(component: "results")
        try Data(documents.joined(separator: "\n").utf8).write(to: input)
        try Data().write(to: output)
        try Data(program.utf8).write(to: folder.appending(component: "program"))
        let process = Process()
        process.executableURL = URL(filePath: path!)
        process.arguments = ["-c", "-f", folder.appending(component: "program").path, input.path]
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        let lines = String(decoding: try Data(contentsOf: output), as: UTF8.self).split(separator: "\n")
        return lines.map(String.init)
    }
}
