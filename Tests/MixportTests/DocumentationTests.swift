import Foundation
import Testing

/// The articles of the documentation and the examples that are compiled say the same.
@Suite struct DocumentationTests {
    private static func files(in folder: String, _ ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: ProjectFile.path(folder))
            .filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
    }

    private static func codeBlocks(of text: String) -> [String] {
        text.components(separatedBy: "```swift\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    @Test(arguments: ["MixpanelImport", "MixpanelSandbox"]) func `the code of every article is compiled`(
        library: String
    ) throws {
        let folders = ["Tests/LibraryExample", "Tests/SandboxExample"]
        let examples = try folders.flatMap { try Self.files(in: $0, ".swift") }.map(ProjectFile.text)
        let articles = try Self.files(in: "Sources/\(library)/\(library).docc", ".md")
        var blocks: [String] = []
        for article in articles {
            for block in Self.codeBlocks(of: try ProjectFile.text(article)) {
                blocks.append(block)
                #expect(examples.contains { $0.contains(block) }, "\(article):\n\(block)")
            }
        }
        #expect(!blocks.isEmpty)
    }
}
