import Foundation
import Testing

@testable import Gzip

@Suite struct GzipInflaterTests {
    private let text = Array((0..<5_000).map { "line \($0 &* 2_654_435_761 % 1_000_003)\n" }.joined().utf8)

    @Test func `inflates what gzip compressed, whatever the sizes of the pieces`() throws {
        let compressed = try gzip(text)
        for (step, room) in [(1, 1), (1, 4_096), (7, 13), (1_000, 64), (compressed.count, text.count + 1)] {
            #expect(try inflate(compressed, step: step, room: room) == text, "pieces of \(step) into \(room)")
        }
    }

    @Test func `inflates several members as one stream`() throws {
        let members = try gzip(text) + gzip([]) + gzip(Array("end".utf8))
        #expect(try inflate(members, step: 11, room: 100) == text + Array("end".utf8))
    }

    @Test func `an empty file inflates to nothing`() throws {
        #expect(try inflate(gzip([]), step: 5, room: 5).isEmpty)
    }

    @Test func `zero padding after a member is ignored`() throws {
        #expect(try inflate(gzip(text) + [UInt8](repeating: 0, count: 600), step: 512, room: 512) == text)
    }

    @Test(arguments: [[0x41], [0x1F, 0x41], [0, 0, 0x1F, 0x8B]] as [[UInt8]])
    func `other bytes after a member are a corruption`(garbage: [UInt8]) throws {
        let stream = try gzip(text) + garbage
        #expect {
            try inflate(stream, step: 300, room: 300)
        } throws: { error in
            guard case GzipError.corrupt = error else { return false }
            return true
        }
    }

    @Test(arguments: [[], [0, 0, 0]] as [[UInt8]])
    func `text after a member comes out as it is, where that is asked for`(padding: [UInt8]) throws {
        let plain = Array("{\"plain\":1}\n{\"plain\":2}".utf8)
        let stream = try gzip(text) + padding + gzip(text) + padding + plain
        for (step, room) in [(1, 1), (7, 13), (1_000, 64), (stream.count, text.count + 1)] {
            #expect(try inflate(stream, step: step, room: room, passesTextOn: true) == text + text + plain)
        }
    }

    @Test(arguments: [[0x1F, 0x41], [0, 0x1F, 0x8B, 0]] as [[UInt8]])
    func `what begins as gzip after a member is no text`(garbage: [UInt8]) throws {
        #expect(throws: GzipError.self) { try inflate(gzip(text) + garbage, step: 9, room: 9, passesTextOn: true) }
    }

    @Test func `people are told what happened, not what zlib calls it`() {
        let texts = ["incorrect data check", "incorrect header check", "invalid block type"].map {
            "\(GzipError.corrupt($0))"
        }
        #expect(
            texts == [
                "the text is not the one that was compressed (its checksum or length is another)",
                "a member does not begin as gzip does", "the compressed bytes are damaged (invalid block type)",
            ]
        )
    }

    @Test func `every cut is a truncation`() throws {
        let compressed = try gzip(Array("a short text, cut everywhere".utf8))
        for length in 0..<compressed.count {
            #expect(throws: GzipError.truncated, "cut at \(length)") {
                try inflate(Array(compressed[..<length]), step: 9, room: 9)
            }
        }
    }

    @Test func `a damaged byte never passes, and what came before it is handed out`() throws {
        let compressed = try gzip(text)
        for offset in stride(from: 10, to: compressed.count, by: 97) {
            var damaged = compressed
            damaged[offset] ^= 0x55
            var inflated: [UInt8] = []
            #expect(throws: GzipError.self, "byte \(offset)") {
                try inflate(damaged, step: 4_096, room: 1_000, to: &inflated)
            }
        }
        var damaged = compressed
        damaged[compressed.count - 8] ^= 1
        var inflated: [UInt8] = []
        #expect(throws: GzipError.corrupt("incorrect data check")) {
            try inflate(damaged, step: compressed.count, room: text.count + 1, to: &inflated)
        }
        #expect(inflated == text)
    }

    @Test func `text is not gzip`() throws {
        #expect(throws: GzipError.corrupt("incorrect header check")) {
            try inflate(Array("{\"event\":1}".utf8), step: 100, room: 100)
        }
    }

    private func inflate(_ input: [UInt8], step: Int, room: Int, passesTextOn: Bool = false) throws -> [UInt8] {
        var inflated: [UInt8] = []
        try inflate(input, step: step, room: room, passesTextOn: passesTextOn, to: &inflated)
        return inflated
    }

    private func inflate(
        _ input: [UInt8],
        step: Int,
        room: Int,
        passesTextOn: Bool = false,
        to inflated: inout [UInt8]
    ) throws {
        var inflater = GzipInflater(passesTextOn: passesTextOn)
        var output = [UInt8](repeating: 0, count: room)
        for start in stride(from: 0, to: input.count, by: step) {
            var piece = input[start..<min(start + step, input.count)]
            while true {
                let result = try piece.withUnsafeBytes { input in
                    try output.withUnsafeMutableBytes { output in try inflater.inflate(input, into: output) }
                }
                piece = piece.dropFirst(result.consumed)
                inflated += output[..<result.produced]
                if piece.isEmpty, result.produced < room { break }
            }
        }
        try inflater.finish()
        let ended = inflater.isAtMemberBoundary
        #expect(ended)
    }
}

/// What the real `gzip -c` makes of the bytes.
private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let source = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data(bytes).write(to: source)
    defer { try? FileManager.default.removeItem(at: source) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-nc", source.path]
    process.standardOutput = output
    try process.run()
    let compressed = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return Array(compressed)
}
