import Foundation
import Testing

/// The library's folders depend on each other in one direction, so that a stage can be read, and changed, without those
/// that come after it.
@Suite struct FolderTests {
    /// From the ground up: a folder uses only types of folders that stand before it. The files at the top of the
    /// library come last: they put the stages together.
    private static let order = [
        "System", "Verdicts", "Events", "Service", "Times", "Mapping", "Format", "Forecast", "Advice", "Batches",
        "Preparation", "Hints", "Report", "Input", "Resume", "Verification", "Reading", "Review", "Delivery",
        "Transport",
        Source.top,
    ]

    private struct Source {
        static let top = "(top)"

        let path: String
        let folder: String
        /// Names of types that the file declares for the whole library.
        var types: Set<Substring> = []
        /// All words of its code.
        var words: Set<Substring> = []

        init(_ path: String) throws {
            self.path = path
            folder = path.contains("/") ? String(path.prefix { $0 != "/" }) : Self.top
            for line in try ProjectFile.text("Sources/MixpanelImport/\(path)").split(separator: "\n")
            where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                self.words.formUnion(words)
                if line.first != " ", let type = Self.declaredType(words) { types.insert(type) }
            }
        }

        private static func declaredType(_ words: [Substring]) -> Substring? {
            let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
            guard !words.contains("private"), !words.contains("fileprivate"), words.first != "extension" else {
                return nil
            }
            return words.firstIndex(where: kinds.contains).flatMap { words.dropFirst($0 + 1).first }
        }
    }

    private static func sources() throws -> [Source] {
        let files = FileManager.default.enumerator(atPath: ProjectFile.path("Sources/MixpanelImport"))
        let paths = files?.compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map(Source.init)
    }

    @Test func `every folder has its place in the order`() throws {
        #expect(Set(try Self.sources().map(\.folder)) == Set(Self.order))
    }

    @Test func `a folder uses only folders that stand before it`() throws {
        let sources = try Self.sources()
        #expect(sources.count > 50)
        for (place, folder) in Self.order.enumerated() {
            let later = Set(Self.order[(place + 1)...])
            let own = sources.filter { $0.folder == folder }.reduce(into: Set()) { $0.formUnion($1.types) }
            let foreign = sources.filter { later.contains($0.folder) }.reduce(into: Set()) { $0.formUnion($1.types) }
            for source in sources where source.folder == folder {
                let used = source.words.intersection(foreign).subtracting(own)
                #expect(used.isEmpty, "\(source.path) uses \(used.sorted().joined(separator: ", "))")
            }
        }
    }
}
