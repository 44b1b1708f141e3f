import MixpanelImport
import Testing

/// Whatever comes in, what goes out is an event.
@Suite struct MappingFuzzTests {
    static let options = [
        "--set x=1", "--flatten\n--drop-null\n--map event=.a // .event\n--map time=1700000000",
        "--unwrap '.m // .'\n--spread .a\n--spread .b*=p\n--map event=\"E\"\n--map time=1700000000\n--rename a*=b*\n--default ip=0",
        "--parse .a\n--entries .a.b\n--entries .b\n--map event=\"E\"\n--map time=1700000000\n--map m=.a\n--map n=\"\\(.b)\"\n--spread .",
        "--from segment", "--from ga4", "--from pino", "--from vercel", "--from mixpanel",
        "--skip-prefix\n--where .a\n--until 2030-01-01",
    ]

    @Test(arguments: options.indices)
    func `lines of all kinds become one event each, without equal names and line breaks, or none`(index: Int) throws {
        let mapping = try MappingRun.mapping(Self.options[index])
        var generator = LineGenerator(seed: UInt64(index))
        var scratch = MappingScratch()
        for _ in 0..<300 {
            let line = generator.line()
            let run = MappingRun(mapping, line, &scratch)
            let shown = String(decoding: line, as: UTF8.self)
            if let event = run.event { check(event, isBuilt: run.result == .written, shown) }
            // The same again, and with memory that no other line has been in.
            let again = MappingRun(mapping, line)
            #expect(again.result == run.result && again.event == run.event, "\(shown)")
        }
    }

    private func check(_ event: String, isBuilt: Bool, _ line: String) {
        guard let tree = JSONTree(event) else {
            Issue.record("no JSON: \(event) of \(line)")
            return
        }
        guard isBuilt else { return }
        #expect(!event.utf8.contains { $0 == 10 || $0 == 13 }, "\(event) of \(line)")
        guard case .object(let members) = tree, case .object(let properties)? = tree["properties"] else {
            Issue.record("no event: \(event) of \(line)")
            return
        }
        #expect(members.map(\.name) == ["event", "properties"], "\(event) of \(line)")
        #expect(Set(properties.map(\.name)).count == properties.count, "equal names: \(event) of \(line)")
    }

    @Test func `values that are not asked to change keep their bytes`() throws {
        let mapping = try MappingRun.mapping("--map event=\"E\"\n--map time=1700000000")
        var generator = LineGenerator(seed: 77)
        var scratch = MappingScratch()
        for _ in 0..<400 {
            let names = ["a", "b\\n", "c", "\\u0064"]
            let values = names.map { _ in generator.value(levels: 3) }
            let members = zip(names, values).map { "\"\($0)\": \($1)" }
            let run = MappingRun(mapping, Array("{\(members.joined(separator: " ,"))}".utf8), &scratch)
            let expected = zip(names, values).map { "\"\($0)\":\($1)" }.joined(separator: ",")
            let spaced = String(decoding: expected.utf8.map { $0 == 10 || $0 == 13 ? 32 : $0 }, as: UTF8.self)
            let event = #"{"event":"E","properties":{"time":1700000000000,"distinct_id":"","# + spaced + "}}"
            #expect(run.event == event)
        }
    }

    @Test func `options of all kinds are taken or refused, and never crash`() throws {
        var generator = LineGenerator(seed: 5)
        let pieces = [
            ".", "a", "\"b\"", "[", "]", "0", "|", "//", "(", ")", "select", "select(", "tostring", "=", "==", "!=",
            "and", "or",
            "\\(", "\"", "\\u00", "\\", "$line", "$", "*", ",", " ", "-", "1e5", "null", "true", "é", "hash",
            "fromjson", "?",
        ]
        for _ in 0..<1_500 {
            let name = MappingOption.Name.allCases.randomElement(using: &generator.random)!
            if name == .from || name == .optionsFile || name.isFlag { continue }
            let count = Int.random(in: 0...9, using: &generator.random)
            let start = ["map", "set", "default"].contains(name.rawValue) ? "x=" : ""
            let value = start + (0..<count).map { _ in pieces.randomElement(using: &generator.random)! }.joined()
            do throws(MappingOptionError) {
                let mapping = try EventMapping([MappingOption(name, value)]) { _ in nil }
                _ = MappingRun(mapping, generator.line())
            } catch {
                #expect((error.offset ?? 0) <= value.utf8.count, "\(error)")
                _ = error.picture
            }
        }
        #expect(throws: MappingOptionError.self) {
            _ = try MappingRun.mapping("--map a=" + String(repeating: "(", count: 100_000))
        }
        #expect(throws: MappingOptionError.self) {
            _ = try MappingRun.mapping("--map a=" + String(repeating: ".a", count: 100_000))
        }
        _ = try MappingRun.mapping("--map a=.a" + String(repeating: " // .a", count: 20_000))
    }
}
