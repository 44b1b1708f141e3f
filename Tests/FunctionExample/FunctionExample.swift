import MixpanelImport
import SystemPackage

/// A process that handles one request, as a serverless function does: it reads events up to an empty line, imports them
/// into the service at the address that is its argument, answers with the ids of those that are imported, and is then
/// killed by whoever runs it.
@main struct FunctionExample {
    static func main() async throws {
        let endpoint = try Endpoint(CommandLine.arguments[1])
        let project = Project(.token(String(repeating: "0", count: 32)), at: endpoint)
        var events: [String] = []
        while let line = readLine(), !line.isEmpty { events.append(line) }
        try await withImporter(to: .service(project)) { importer in
            let results = await importer.importEvents(events, deadline: .now + .seconds(20))
            let imported = results.filter { $0.verdict.status == .imported }.compactMap(\.insertID)
            try FileDescriptor.standardOutput.writeAll("\(imported.joined(separator: " "))\n".utf8)
            try await Task.sleep(for: .seconds(600))
        }
    }
}
