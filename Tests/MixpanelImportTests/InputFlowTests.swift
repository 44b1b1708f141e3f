import Foundation
import MixpanelImport
import SystemPackage
import Testing

@Suite struct InputFlowTests {
    private static func text(_ lines: Int) -> String { (1...lines).map { "{\"n\":\($0)}\n" }.joined() }

    private static func sizes(_ reading: InputReading) -> [Int] { reading.batches.map(\.count) }

    @Test(arguments: [
        (1_999, [1_999]), (2_000, [2_000]), (2_001, [2_000, 1]), (4_000, [2_000, 2_000]), (4_001, [2_000, 2_000, 1]),
    ])
    func `batches have as many lines as may be`(lines: Int, sizes: [Int]) async throws {
        for reading in [
            try await InputReading(piped: [Array(Self.text(lines).utf8)]),
            try await InputReading(file: Array(Self.text(lines).utf8)),
        ] {
            #expect(Self.sizes(reading) == sizes)
            #expect(reading.lines.joined() == Self.text(lines))
            #expect(reading.numbers == Array(1...lines))
            #expect(reading.end == .complete(lines: lines))
        }
    }

    @Test func `no input, no batch`() async throws {
        for reading in [
            try await InputReading(piped: []), try await InputReading(file: []),
            try await InputReading(piped: [gzip([])]),
        ] {
            #expect(reading.batches.isEmpty)
            #expect(reading.end == .complete(lines: 0))
        }
    }

    @Test(arguments: [1, 3, 57, 200, 3_000])
    func `a body fits the limit with an id spliced into every line`(longest: Int) async throws {
        var random = SeededRandom(seed: UInt64(longest))
        var limits = BatchLimits.patient
        limits.bytes = 5_000
        let text = (0..<2_000).map { _ in
            let padding = String(repeating: "x", count: Int.random(in: 0..<longest, using: &random))
            return "{\"event\":\"\(padding)\",\"properties\":{}}\n"
        }
        let reading = try await InputReading(piped: [Array(text.joined().utf8)], limits)
        #expect(reading.lines == text)
        for (batch, next) in zip(reading.batches, reading.batches.dropFirst()) {
            let scanned = Preparation().prepare(batch)
            #expect(scanned.events.count == batch.count)
            #expect(scanned.bodyBytes(of: 0..<batch.count) <= limits.bytes || batch.count == 1)
            // Nothing is cut without need.
            let room = limits.bytes - batch.bytes.count - (batch.count + 1) * InsertID.spliceBytes
            #expect(next.range(ofLine: 0).count > room)
        }
    }

    @Test func `lines end with a line feed and nothing else`() async throws {
        let text = "a\r\nb\rc\n\u{2028}\u{85}\u{B}\u{C}\n\n \t\r\n\0\n"
        let reading = try await InputReading(piped: [Array(text.utf8)])
        #expect(reading.lines == ["a\r\n", "b\rc\n", "\u{2028}\u{85}\u{B}\u{C}\n", "\n", " \t\r\n", "\0\n"])
    }

    @Test func `the last line needs no line feed`() async throws {
        #expect(try await InputReading(piped: [Array("a\nb".utf8)]).lines == ["a\n", "b\n"])
        #expect(try await InputReading(file: Array("a\nb".utf8)).lines == ["a\n", "b\n"])
        #expect(try await InputReading(piped: [gzip(Array("a\nb".utf8))]).lines == ["a\n", "b\n"])
        #expect(try await InputReading(piped: [Array("\n\n\n".utf8)]).lines == ["\n", "\n", "\n"])
    }

    @Test func `a byte order mark is dropped at the start of a line and nowhere else`() async throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = mark + Array("{}\n".utf8) + mark + Array("{}\n ".utf8) + mark + Array("\n".utf8)
        let lines = ["{}\n", "{}\n", " \u{FEFF}\n"]
        for pieces in [[text], text.map { [$0] }] {
            let reading = try await InputReading(piped: pieces)
            #expect(reading.lines == lines)
            #expect(reading.hasByteOrderMark)
        }
        #expect(try await InputReading(piped: [mark]).lines.isEmpty)
        #expect(try await InputReading(piped: [mark + mark + [0x0A]]).lines == ["\u{FEFF}\n"])
        let compressed = try gzip(text)
        for pieces in [[compressed], compressed.map { [$0] }] {
            #expect(try await InputReading(piped: pieces).lines == lines)
        }
        #expect(try await InputReading(piped: [gzip(mark)]).lines.isEmpty)
    }

    @Test(arguments: [[0x1F], [0xEF], [0xEF, 0xBB], [0xFF], [0x1F, 0x0A], [0x7B], [0x0A]] as [[UInt8]])
    func `a beginning that turns out to be no mark is part of the first line`(start: [UInt8]) async throws {
        for pieces in [[start], start.map { [$0] }] {
            let reading = try await InputReading(piped: pieces)
            let bytes = reading.batches.flatMap(\.bytes)
            #expect(bytes == start + (start.last == 0x0A ? [] : [0x0A]))
        }
    }

    @Test(
        arguments: [[0xFF, 0xFE, 0x7B, 0], [0xFE, 0xFF, 0, 0x7B], [0x7B, 0, 0x22, 0], [0, 0x7B, 0, 0x22]] as [[UInt8]]
    )
    func `text in 16-bit units is refused at once`(start: [UInt8]) async throws {
        let reading = try await InputReading(piped: [start])
        guard case .failed(.foreign("text in UTF-16", _), lines: 0) = reading.end else {
            Issue.record("\(reading.end)")
            return
        }
        #expect(reading.batches.isEmpty)
    }

    @Test func `gzip is inflated as it comes, in one member or several`() async throws {
        let text = Self.text(5_000)
        let half = text.utf8.count / 2 + 3
        let bytes = Array(text.utf8)
        let members = try gzip(Array(bytes[..<half])) + gzip(Array(bytes[half...]))
        for compressed in [try gzip(bytes), members] {
            for size in [1, 1_000, compressed.count] {
                let pieces = stride(from: 0, to: compressed.count, by: size).map {
                    Array(compressed[$0..<min($0 + size, compressed.count)])
                }
                let reading = try await InputReading(piped: pieces)
                #expect(Self.sizes(reading) == [2_000, 2_000, 1_000])
                #expect(reading.lines.joined() == text)
            }
            #expect(try await InputReading(file: compressed).lines.joined() == text)
        }
    }

    @Test func `of a gzip stream that ends early the complete lines before the cut remain`() async throws {
        let text = Self.text(3_000)
        let compressed = try gzip(Array(text.utf8))
        let reading = try await InputReading(piped: [Array(compressed[..<(compressed.count / 2)])])
        let lines = reading.lines.joined()
        #expect(text.hasPrefix(lines) && !lines.isEmpty)
        #expect(lines.last == "\n")
        guard case .failed(.truncatedGzip(let inflated), let count) = reading.end else {
            Issue.record("\(reading.end)")
            return
        }
        #expect(count == reading.lines.count)
        #expect(inflated >= lines.utf8.count && inflated < text.utf8.count)
    }

    @Test func `of a gzip stream that is corrupt the complete lines before the fault remain`() async throws {
        let text = Self.text(3_000)
        var compressed = try gzip(Array(text.utf8))
        compressed[compressed.count - 6] ^= 0xFF
        let reading = try await InputReading(file: compressed)
        #expect(text.hasPrefix(reading.lines.joined()))
        guard case .failed(.corruptGzip, let lines) = reading.end else {
            Issue.record("\(reading.end)")
            return
        }
        #expect(lines == reading.lines.count)
    }

    @Test(arguments: 1...25)
    func `however the input comes, the batches are the same`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        var limits = BatchLimits.patient
        limits.events = Int.random(in: 1...50, using: &random)
        limits.bytes = Int.random(in: 100...20_000, using: &random)
        limits.lineBytes = Int.random(in: 20...2_000, using: &random)
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...300, using: &random) {
            let longest = [0, 10, 100, 5_000].randomElement(using: &random)!
            for _ in 0..<Int.random(in: 0...longest, using: &random) {
                bytes.append(UInt8.random(in: 0x20...0xEE, using: &random))
            }
            bytes += [[0x0A], [0x0D, 0x0A]].randomElement(using: &random)!
        }
        if Bool.random(using: &random), !bytes.isEmpty { bytes.removeLast() }
        let expected = try await InputReading(file: bytes, limits)
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = min(
                bytes.count,
                start + Int.random(in: 1...[1, 7, 500, 100_000].randomElement(using: &random)!, using: &random)
            )
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        let reading = try await InputReading(piped: pieces, limits)
        #expect(reading.batches.map(\.bytes) == expected.batches.map(\.bytes))
        #expect(reading.batches.map(\.lineEnds) == expected.batches.map(\.lineEnds))
        #expect(reading.order == expected.order)
        #expect(reading.end == expected.end)
        #expect(reading.longLineTexts.map(\.bytes) == expected.longLineTexts.map(\.bytes))
        let all = (reading.numbers + reading.longLineTexts.map(\.number)).sorted()
        #expect(all == Array(1..<(all.count + 1)))
    }
}
