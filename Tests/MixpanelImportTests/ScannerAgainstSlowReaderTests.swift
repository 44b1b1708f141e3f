import MixpanelImport
import Testing

@Suite struct ScannerAgainstSlowReaderTests {
    static let lines = [
        #"{"event":"Sign Up","properties":{"time":1700000000245,"distinct_id":"9cc27528-13f4","$insert_id":"b728"}}"#,
        #"{"event":"日本 é😀","properties":{"ti\u006de":-1.5e-7,"tags":["a\n","東京",[],{}],"n":{"time":null},"x":false}}"#,
        #" { "properties" : { "$insert_id" : null , "distinct_id" : 0 , "" : [ true, {"k\"" : "\ud83d" } ] } , "event":"" } "#,
        #"{"event":"e","properties":{"time":1,"a":12345678,"b":1234567890123456,"c":[[[{"d":[0.1,1E5]}]]]},"x":{"time":1}}"#,
        #"{"event":"e","event":"f","properties":{"time":1,"time":2,"$insert_id":3},"properties":{"$insert_id":4}}"#,
    ]

    /// Bytes that mean something to a JSON scanner, or nearly.
    static let interesting: [UInt8] =
        Array("\"\\{}[]:,'/ \t\r\n0189-+.eEutfnabrlsx$_@?`AFGZ|~".utf8) + [
            0x00, 0x01, 0x02, 0x06, 0x0B, 0x0C, 0x1F, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xA2, 0xBF, 0xC0, 0xC1, 0xC2,
            0xC3, 0xDC,
            0xDF, 0xE0, 0xE1, 0xE6, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xF8, 0xFE, 0xFF,
        ]

    static let pieces: [[UInt8]] =
        [
            "é", "東", "😀", "\u{FEFF}", "\u{2028}", "\"time\":1,", "\"time\"", "\\u0074", "\\ud800", "\\\"", "null",
            "true",
            "false", "[[", "]]", "{\"a\":", "}", "{}", "[]", "\"\"", ",\"event\":\"x\"", "1e5", "-0", "00", "        ",
            "\\", "//",
        ].map { Array($0.utf8) } + [
            [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xC3],
        ]

    @Test(arguments: lines)
    func `every truncation is judged alike, and a cut event is never good`(line: String) {
        let bytes = Array(line.utf8)
        let end = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
        for count in 0...bytes.count {
            let cut = Array(bytes[..<count])
            let scanned = compare(cut)
            let isBlank = cut.allSatisfy { $0 == 0x20 }
            if count <= end, !isBlank {
                let isWhole = String(validating: cut, as: UTF8.self) != nil
                let reason: Reason = isWhole ? .notJSON : .notUTF8
                #expect(scanned.description.hasPrefix(reason.code), "\(visible(cut)): \(scanned)")
                if isWhole { #expect(scanned == .fault(.notJSON, column: count + 1), "\(visible(cut))") }
            }
        }
    }

    @Test(arguments: lines)
    func `every replaced, removed and added byte is judged alike`(line: String) {
        let bytes = Array(line.utf8)
        for position in bytes.indices {
            var mutant = bytes
            mutant.remove(at: position)
            compare(mutant)
            for byte in Self.interesting {
                mutant = bytes
                mutant[position] = byte
                compare(mutant)
            }
            for byte in Self.interesting where byte & 3 == UInt8(position & 3) {
                mutant = bytes
                mutant.insert(byte, at: position)
                compare(mutant)
            }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `random mutations are judged alike`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<2_500 {
            var bytes = Array(Self.lines[Int.random(in: 0..<Self.lines.count, using: &random)].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                mutate(&bytes, using: &random)
            }
            compare(bytes, "seed \(seed), round \(round)")
        }
    }

    @Test func `random bytes that look like JSON are judged alike`() {
        var random = SeededRandom(seed: 99)
        for round in 0..<5_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                mutate(&bytes, using: &random)
            }
            compare(bytes, "round \(round)")
        }
    }

    @Test func `interesting bytes are seen at every distance from a string's start and a line's end`() {
        for padding in 0...40 {
            for byte in Self.interesting {
                for tail in 0...9 {
                    let filler = [UInt8](repeating: UInt8(ascii: "x"), count: padding)
                    let string = Array("{\"event\":\"".utf8) + filler + [byte] + Array("y\"".utf8.prefix(tail))
                    compare(string + Array("                ".utf8.prefix(max(tail - 2, 0))))
                    let digits = filler.map { _ in UInt8(ascii: "7") }
                    compare(Array("[-".utf8) + digits + [byte] + Array("0]      ".utf8.prefix(tail)))
                }
            }
        }
    }

    @discardableResult
    private func compare(_ bytes: [UInt8], _ origin: String = "") -> ScannedLine {
        let scanned = ScannedLine(scanning: bytes)
        let expected = SlowJSONReader.read(bytes)
        if scanned != expected {
            Issue.record("\(origin) scanner: \(scanned), slow reader: \(expected), bytes: \(visible(bytes))")
        }
        return scanned
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout SeededRandom) {
        let position = Int.random(in: 0...bytes.count, using: &random)
        let rest = bytes.count - position
        switch Int.random(in: 0..<6, using: &random) {
        case 0 where rest > 0: bytes[position] = Self.interesting.randomElement(using: &random) ?? 0
        case 1 where rest > 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.removeSubrange(position..<position + Int.random(in: 0...min(rest, 4), using: &random))
        case 3: bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: position)
        case 4 where rest > 0:
            let length = Int.random(in: 1...min(rest, 40), using: &random)
            bytes.insert(
                contentsOf: bytes[position..<position + length],
                at: Int.random(in: 0...bytes.count, using: &random)
            )
        default: bytes.insert(Self.interesting.randomElement(using: &random) ?? 0, at: position)
        }
    }
}
