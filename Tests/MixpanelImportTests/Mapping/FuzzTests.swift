import Foundation
import MixpanelImport
import Testing

/// Whatever lines and whatever options: no crash, and every line has one row. A second each; `MIXPORT_FUZZ_SECONDS` says
/// how long instead, and `MIXPORT_FUZZ_SEED` where the random numbers begin.
@Suite(.serialized) struct FuzzTests {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    private static let seconds = number("MIXPORT_FUZZ_SECONDS") ?? 1
    private static let firstSeed = number("MIXPORT_FUZZ_SEED") ?? 1

    /// Calls `body` with one seed after the other until time is over; at least once.
    private func fuzz(_ what: String, _ body: (UInt64) throws -> Int) rethrows {
        let end = ContinuousClock.now + .seconds(Self.seconds)
        var (seed, count) = (Self.firstSeed, 0)
        repeat {
            count += try body(seed)
            seed += 1
        } while ContinuousClock.now < end
        if Self.seconds > 1 { print("fuzzed \(count) \(what), seeds \(Self.firstSeed) to \(seed - 1)") }
    }

    private static let mappings: [EventMapping?] = {
        let own = try? MappingFuzzTests.options.map { try MappingRun.mapping($0) }
        let presets = try? Presets.names.map { try MappingRun.mapping("--from \($0)") }
        return [nil] + (own ?? []) + (presets ?? [])
    }()

    /// Bytes that stand where they do not belong.
    private static let odd: [[UInt8]] = [
        [0], [0x0D], [0x1E], [0xEF, 0xBB, 0xBF], [0xFF], [0xC3], [0xE2, 0x80, 0xA8], Array("\\u".utf8),
        Array("\\ud800".utf8),
        Array("\"".utf8), Array("{".utf8), Array("}".utf8), Array("[".utf8), Array("]".utf8), Array("\\".utf8),
        Array(",".utf8),
        Array(repeating: UInt8(ascii: "["), count: 200), Array("1e999".utf8), Array("\u{0}".utf8),
        Array("terminated early".utf8),
    ]

    private func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.insert(contentsOf: Self.odd.randomElement(using: &random) ?? [], at: place)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...9, using: &random)))
            case 2 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
            default:
                let end = min(bytes.count, place + Int.random(in: 0...40, using: &random))
                bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
            }
        }
        return bytes
    }

    /// Every line of a batch has a verdict or is an event, never both.
    private func check(_ lines: [[UInt8]], _ preparation: Preparation, _ context: @autoclosure () -> String) {
        var batch = Batch()
        for (index, line) in lines.enumerated() {
            (line + [0x0A]).withUnsafeBytes { batch.append($0, number: index + 1) }
        }
        let prepared = preparation.prepare(batch)
        var events = Set<Int>()
        for event in prepared.events { #expect(events.insert(Int(event.line)).inserted, "\(context())") }
        for line in lines.indices {
            #expect((prepared.verdicts[line] == nil) == events.contains(line), "line \(line + 1): \(context())")
        }
    }

    private func shown(_ lines: [[UInt8]]) -> String {
        lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }

    @Test func `fuzzed lines have one row each`() {
        fuzz("lines") { seed in
            var random = SeededRandom(seed: seed)
            var generator = LineGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15)
            let lines = (0..<20).map { _ in mutated(generator.line(), &random).filter { $0 != 0x0A } }
            for mapping in Self.mappings {
                var preparation = Preparation()
                preparation.mapping = mapping
                preparation.checksServiceRulesAt = Bool.random(using: &random) ? 1_714_566_896 : nil
                preparation.foretellsAtLevel = preparation.checksServiceRulesAt == nil ? nil : 1
                preparation.observesAt = 1_714_566_896
                check(lines, preparation, "seed \(seed)\n\(shown(lines))")
            }
            return lines.count * Self.mappings.count
        }
    }

    @Test func `fuzzed input comes out of every format the same in any pieces`() {
        fuzz("inputs") { seed in
            var random = SeededRandom(seed: seed)
            var generator = LineGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15)
            let separators = ["\n", "\r\n", ",", ",\n", "\u{1E}", "\n\n", "\t", " "]
            var text = Bool.random(using: &random) ? Array("[".utf8) : []
            for _ in 0..<6 { text += generator.line() + Array((separators.randomElement(using: &random) ?? "").utf8) }
            text = mutated(text, &random)
            for format in [InputFormat.auto, .ndjson, .json, .csv, .tsv] {
                var options = FormatOptions(format, lineBytes: 4_096)
                options.skipsPrefix = Bool.random(using: &random)
                if Bool.random(using: &random) { options.explodedPaths = [[Array("a".utf8)]] }
                let whole = FormatRun(text, options: options)
                let cuts = (0..<5).map { _ in Int.random(in: 0...text.count, using: &random) }.sorted()
                let pieces = FormatRun(text, cuts: cuts, options: options)
                #expect(
                    whole == pieces,
                    "seed \(seed), \(format), cut at \(cuts)\n\(String(decoding: text, as: UTF8.self))"
                )
            }
            return 5
        }
    }

    private static let values = (Presets.names.compactMap(Presets.text) + MappingFuzzTests.options)
        .flatMap { $0.split(separator: "\n").map(String.init) }.filter { $0.hasPrefix("--") }

    @Test func `fuzzed options are understood or refused`() {
        fuzz("lists of options") { seed in
            var random = SeededRandom(seed: seed)
            var generator = LineGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15)
            let options = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                mutated(Array((Self.values.randomElement(using: &random) ?? "").utf8), &random)
            }
            let text = String(decoding: Array(options.joined(separator: [0x0A])), as: UTF8.self)
            let mapping: EventMapping
            do {
                mapping = try MappingRun.mapping(text)
            } catch {
                let sentence = (error as? MappingOptionError).map { "\($0.description) \($0.picture ?? "")" }
                #expect(sentence?.isEmpty == false, "seed \(seed): \(error)\n\(text)")
                return 1
            }
            var preparation = Preparation()
            preparation.mapping = mapping
            let lines = (0..<10).map { _ in generator.line().filter { $0 != 0x0A } }
            check(lines, preparation, "seed \(seed)\n\(text)\n\(shown(lines))")
            return 1
        }
    }
}
