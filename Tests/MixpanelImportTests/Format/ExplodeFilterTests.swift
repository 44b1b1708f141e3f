import Testing

@testable import MixpanelImport

@Suite struct ExplodeFilterTests {
    @Test(
        arguments: [
            (
                ["a"], "{\"x\":1,\"a\":[{\"n\":1}, 2 ,[3]],\"y\": 2}\n",
                ["{\"x\":1,\"a\":{\"n\":1},\"y\": 2}", "{\"x\":1,\"a\":2,\"y\": 2}", "{\"x\":1,\"a\":[3],\"y\": 2}"]
            ),
            (["a"], "{\"a\":[]}\n{\"b\":[1]}\n{\"a\":{}}\n", ["{\"b\":[1]}", "{\"a\":{}}"]),
            (["a b"], "{\"a\\u0020b\":[1,2]}\n", ["{\"a\\u0020b\":1}", "{\"a\\u0020b\":2}"]),
            (
                ["a", "b"], "{\"a\":{\"b\":[\"x\",\"y\"]}}\n{\"a\":[{\"b\":[1]}]}\n",
                ["{\"a\":{\"b\":\"x\"}}", "{\"a\":{\"b\":\"y\"}}", "{\"a\":[{\"b\":[1]}]}"]
            ),
            (["a"], "{\"a\":[1],\"a\":[2,3]}\n", ["{\"a\":[1],\"a\":2}", "{\"a\":[1],\"a\":3}"]),
            (["a"], "{\"a\":[1],\"a\":2}\n", ["{\"a\":[1],\"a\":2}"]),
            (["a"], " {\r\"a\"\t:\r[ 1\r, 2 ] } \r\n", ["{ \"a\"\t: 1 }", "{ \"a\"\t: 2 }"]),
            (["a"], "\u{FEFF}{\"a\":[1,2]}", ["{\"a\":1}", "{\"a\":2}"]),
            (
                ["a"], "{\"a\":[1,2]\n\n{\"a\":[1,2],}\n {\"a\":[1,]}\n[1]\n",
                ["{\"a\":[1,2]", "", "{\"a\":[1,2],}", " {\"a\":[1,]}", "[1]"]
            ),
            ([], "[1,{}]\n", ["1", "{}"]),
        ] as [([String], String, [String])]
    )
    func `a line with an array becomes a line for each element`(path: [String], input: String, lines: [String]) {
        let run = FormatRun(input, options: Self.options([path]))
        #expect(run.texts == lines)
    }

    @Test func `several paths work one after the other`() {
        let line = "{\"a\":[{\"b\":[1,2]},{\"b\":[]},{\"c\":3}],\"d\":[4,5]}\n"
        let run = FormatRun(line, options: Self.options([["a"], ["a", "b"], ["d"]]))
        let lines = [
            "{\"a\":{\"b\":1},\"d\":4}", "{\"a\":{\"b\":1},\"d\":5}", "{\"a\":{\"b\":2},\"d\":4}",
            "{\"a\":{\"b\":2},\"d\":5}",
            "{\"a\":{\"c\":3},\"d\":4}", "{\"a\":{\"c\":3},\"d\":5}",
        ]
        #expect(run.texts == lines)
    }

    @Test func `a line that is too long passes as it is`() {
        let long = "{\"a\":[1,2],\"b\":\"\(String(repeating: "x", count: 100))\"}"
        for lineBytes in [long.utf8.count - 1, long.utf8.count] {
            var options = Self.options([["a"]])
            options.lineBytes = lineBytes
            let input = Array("\(long)\r\n{\"a\":[1]}\n\(long)".utf8)
            let whole = FormatRun(input, options: options)
            let first = long.replacing("[1,2]", with: "1")
            let second = long.replacing("[1,2]", with: "2")
            let isLong = lineBytes < long.utf8.count
            #expect(
                whole.texts
                    == (isLong ? [long + "\r", "{\"a\":1}", long] : [first, second, "{\"a\":1}", first, second])
            )
            for cuts in everyCut(of: input.count) {
                let run = FormatRun(input, cuts: cuts, options: options)
                #expect(run == whole, "\(cuts.count) cuts from \(cuts[0])")
            }
        }
    }

    @Test func `a prefix goes with the array, and stays without one`() {
        var options = Self.options([["a"]])
        options.skipsPrefix = true
        let run = FormatRun("app-1 | {x} {\"a\":[1,2]}\napp-1 | {\"b\":1}\nno object\n", options: options)
        #expect(run.texts == ["{\"a\":1}", "{\"a\":2}", "app-1 | {\"b\":1}", "no object"])
    }

    @Test func `a fault keeps to its line, and the line to its bytes`() {
        var options = Self.options([["a"]])
        options.format = .json
        let input = Array("[{\"a\":[1,2,3]},\n{\"a\":[\"x\ny\"]},\n{\"a\":[]},\n{\"a\":[4]},\n{\"a\":[5],}\n]".utf8)
        let whole = FormatRun(input, options: options)
        #expect(
            whole.texts
                == [
                    "{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":[\"x y\"]}", "{\"a\":[]}", "{\"a\":4}",
                    "{\"a\":[5],}",
                ].filter { $0 != "{\"a\":[]}" }
        )
        #expect(whole.faults.map(\.line) == [4, 6], "\(whole)")
        for cuts in everyCut(of: input.count) {
            let run = FormatRun(input, cuts: cuts, options: options)
            #expect(run == whole, "\(cuts.count) cuts from \(cuts[0])")
        }
    }

    @Test func `a call adds no more than it says, however much an array makes of its line`() {
        let elements = (0..<10_000).map(String.init).joined(separator: ",")
        let line = "{\"a\":[\(elements)],\"b\":\"\(String(repeating: "x", count: 2_000))\"}\n"
        var stage = FormatStage(Self.options([["a"]]))
        var output: [UInt8] = []
        var lines = 0
        var calls = 0
        Array(line.utf8).withUnsafeBytes { chunk in
            var taken = 0
            repeat {
                taken += (try? stage.take(.init(rebasing: chunk[taken...]), into: &output)) ?? chunk.count
                calls += 1
                #expect(output.count < 1 << 18 + 4_000)
                lines += output.count { $0 == 0x0A }
                output.removeAll(keepingCapacity: true)
            } while taken < chunk.count || stage.hasMore
        }
        #expect(lines == 10_000)
        #expect(calls > 50)
    }

    @Test func `generated lines come apart as a slow reader takes them apart, wherever they are cut`() {
        var random = SeededRandom(seed: 3)
        for round in 0..<80 {
            let paths: [[String]] = JSONSamples.pick(
                [[["a"]], [["a"], ["b"]], [["a"], ["a", "b"]], [["b", "a"]], [[]]],
                &random
            )
            let input = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                let line = Array(Self.value(depth: 0, &random).utf8)
                return Int.random(in: 0..<5, using: &random) > 0
                    ? line : JSONSamples.input(using: &random).filter { $0 != 0x0A }
            }
            let keys = paths.map { $0.map { Array($0.utf8) } }
            let expected = input.flatMap { SlowExplosion.lines(of: $0, keys[...]) }
            let bytes =
                Array(input.joined(separator: [0x0A])) + (Bool.random(using: &random) || input.last == [] ? [0x0A] : [])
            var options = Self.options(paths)
            options.format = .ndjson
            let whole = FormatRun(bytes, options: options)
            if case .refused = whole.error { continue }
            let isEmpty = input.isEmpty && bytes == [0x0A]
            #expect(whole.lines == (isEmpty ? [[]] : expected), "round \(round), \(paths): \(visible(bytes))\(whole)")
            for cuts in everyCut(of: bytes.count) where FormatRun(bytes, cuts: cuts, options: options) != whole {
                Issue.record("round \(round), \(cuts.count) cuts from \(cuts[0]): \(visible(bytes))\(whole)")
                return
            }
        }
    }

    private static func value(depth: Int, _ random: inout SeededRandom) -> String {
        switch Int.random(in: 0..<(depth > 3 ? 2 : 7), using: &random) {
        case 0: return JSONSamples.pick(["1", "null", "\"]\"", "-2.50"], &random)
        case 1: return "\"\(JSONSamples.pick(["", "x", "{\\\"", "ü"], &random))\""
        case 2, 3:
            return
                "[\((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth + 1, &random) }.joined(separator: ", "))]"
        default:
            let members = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                "\"\(JSONSamples.pick(["a", "b", "\\u0061", "c"], &random))\": \(value(depth: depth + 1, &random))"
            }
            return "{\(members.joined(separator: ","))}"
        }
    }

    private static func options(_ paths: [[String]]) -> FormatOptions {
        var options = FormatOptions()
        options.format = .ndjson
        options.explodedPaths = paths.map { $0.map { Array($0.utf8) } }
        return options
    }
}
