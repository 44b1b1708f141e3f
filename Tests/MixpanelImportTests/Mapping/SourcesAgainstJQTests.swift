import MixpanelImport
import Testing

@Suite(.enabled(if: JQ.path != nil, "jq is not installed"))
struct SourcesAgainstJQTests {
    @Test(arguments: 1...6)
    func `sources mean what jq makes of them`(seed: UInt64) throws {
        try compare(seed: seed, isTotal: false) { $0.jq }
    }

    /// Here jq reads the sources themselves, so that it is the judge of their grammar too.
    @Test(arguments: 11...14)
    func `sources over what is always there are programs of jq as they stand`(seed: UInt64) throws {
        try compare(seed: seed, isTotal: true) { "[(\($0.source))?][0]" }
    }

    @Test(arguments: 21...24)
    func `conditions let through what jq's select lets through`(seed: UInt64) throws {
        var generator = SourceGenerator(seed: seed, isTotal: seed % 2 == 0)
        let documents = (0..<30).map { _ in generator.document() }
        let conditions = (0..<60).map { _ in generator.condition() }
        let program = "[" + conditions.map { "if \($0.jq) then 1 else 0 end" }.joined(separator: ", ") + "]"
        let results = try JQ.run(program, on: documents).map { JSONTree($0) }
        try #require(results.count == documents.count)
        for (index, condition) in conditions.enumerated() {
            let mapping = try MappingRun.mapping("--where \(condition.source)")
            for (document, result) in zip(documents, results) {
                guard case .array(let expected) = result else { throw NoArray() }
                let run = MappingRun(mapping, Array(document.utf8))
                let found = run.result == .skipped(.where) ? "0" : "1"
                #expect(.number(found) == expected[index], "\(condition.source) on \(document)")
            }
        }
    }

    private func compare(seed: UInt64, isTotal: Bool, _ jq: (SourceGenerator.Program) -> String) throws {
        var generator = SourceGenerator(seed: seed, isTotal: isTotal)
        let documents = (0..<30).map { _ in generator.document() }
        let sources = (0..<60).map { _ in generator.source() }
        let program = "[" + sources.map(jq).joined(separator: ",\n") + "]"
        let results = try JQ.run(program, on: documents).map { JSONTree($0) }
        try #require(results.count == documents.count)
        for (index, source) in sources.enumerated() {
            let mapping = try MappingRun.mapping(
                "--map result=\(source.source)\n--map event=\"e\"\n--map time=1700000000\n--keep result"
            )
            for (document, result) in zip(documents, results) {
                guard case .array(let expected) = result else { throw NoArray() }
                let run = MappingRun(mapping, Array(document.utf8))
                let found = run.properties?["result"] ?? .null
                let isSame = found.sorted == expected[index].sorted
                #expect(isSame, "\(source.source) on \(document): \(found), jq: \(expected[index])")
            }
        }
    }

    private struct NoArray: Error {}
}
