import Foundation
import MixpanelImport
import Testing

/// Lines longer than a line may be pass through in parts.
@Suite struct LongLineTests {
    private static func limits(_ lineBytes: Int) -> BatchLimits {
        var limits = BatchLimits.patient
        limits.lineBytes = lineBytes
        return limits
    }

    @Test(arguments: [true, false])
    func `a long line comes in parts between its neighbours' batches`(inFile: Bool) async throws {
        let long = (0..<3_000_000).map { UInt8(0x20 + $0 % 90) }
        let bytes = Array("one\ntwo\n".utf8) + long + Array("\nfour\n".utf8)
        let limits = Self.limits(1_000)
        let reading =
            inFile ? try await InputReading(file: bytes, limits) : try await InputReading(piped: [bytes], limits)
        #expect(reading.lines == ["one\n", "two\n", "four\n"])
        #expect(reading.numbers == [1, 2, 4])
        #expect(reading.order == [1, 3, 4])
        #expect(reading.end == .complete(lines: 4))
        #expect(reading.longLineTexts.map(\.number) == [3])
        #expect(reading.longLineTexts.first?.bytes == long)
        #expect(reading.longLines.last?.position == .last(lineBytes: 3_000_000))
        #expect(reading.longLines.allSatisfy { $0.bytes.count <= 1 << 19 })
    }

    @Test func `a line of the limit is a line, beyond it and one byte for its CR it is long`() async throws {
        for (count, isLong) in [(99, false), (100, false), (101, false), (102, true), (103, true)] {
            let line = String(repeating: "x", count: count)
            let reading = try await InputReading(piped: [Array("\(line)\n{}\n".utf8)], Self.limits(100))
            #expect(reading.longLines.isEmpty == !isLong, "\(count) bytes")
            #expect(reading.lines == (isLong ? ["{}\n"] : ["\(line)\n", "{}\n"]))
        }
    }

    @Test func `the limit does not count the line's end`() async throws {
        var rules = Preparation()
        rules.maxLineBytes = 100
        for (line, isRejected) in [(100, false), (101, true)] {
            for end in ["\n", "\r\n"] {
                let padding = String(repeating: "x", count: line - #"{"event":"","properties":{}}"#.utf8.count)
                let text = #"{"event":"\#(padding)","properties":{}}"# + end
                let reading = try await InputReading(piped: [Array(text.utf8)], Self.limits(100))
                let scanned = reading.batches.map { rules.prepare($0) }
                let isFault = scanned.first?.verdicts[0]?.reason == .lineTooLong || !reading.longLines.isEmpty
                #expect(isFault == isRejected, "\(line) bytes")
                if let verdict = scanned.first?.verdicts[0] {
                    #expect(verdict.message == "the line has 101 bytes, more than the 100 allowed")
                }
            }
        }
    }

    @Test func `a long line at the end of the input needs no line feed`() async throws {
        let long = [UInt8](repeating: 0, count: 100_000)
        let reading = try await InputReading(piped: [Array("{}\n".utf8) + long], Self.limits(10))
        #expect(reading.longLineTexts.map(\.bytes) == [long])
        #expect(reading.longLines.last?.position == .last(lineBytes: 100_000))
        #expect(reading.end == .complete(lines: 2))
    }

    @Test func `long lines follow one another`() async throws {
        let lines = (0..<20).map { String(repeating: Character(Unicode.Scalar(UInt8(0x61 + $0))), count: 50 + $0) }
        let reading = try await InputReading(piped: [Array(lines.joined(separator: "\n").utf8)], Self.limits(10))
        #expect(reading.longLineTexts.map(\.number) == Array(1...20))
        #expect(reading.longLineTexts.map { String(decoding: $0.bytes, as: UTF8.self) } == lines)
    }
}

extension InputReading {
    /// The long lines, put together.
    var longLineTexts: [(number: Int, bytes: [UInt8])] {
        var lines: [(number: Int, bytes: [UInt8])] = []
        for part in longLines {
            if part.position == .first { lines.append((part.number, [])) }
            lines[lines.count - 1].bytes += part.bytes
        }
        return lines
    }
}
