import Foundation
import MixpanelImport
import Testing

@Suite struct CSVFilterTests {
    @Test(arguments: [
        ("event,time\nSign Up,12\n", ["{\"event\":\"Sign Up\",\"time\":12}"]),
        ("\u{FEFF}event,time\r\n\"a \"\"b\"\"\",\"1.50\"\r\n\r\n", ["{\"event\":\"a \\\"b\\\"\",\"time\":1.50}", ""]),
        ("a,b\n\"x\r\ny\",2", ["{\"a\":\"x\\r\\ny\",\"b\":2}"]),
        ("a,a,,a_,a\n1,2,3,4,5\n", ["{\"a\":1,\"a_\":2,\"a__\":4,\"a___\":5}"]),
        ("a,b\n,\n,1\n", ["{}", "{\"b\":1}"]),
        ("a\n\"\"\n\n-\n", ["{}", "", "{\"a\":\"-\"}"]),
        (
            "a\n123456789012345\n1234567890123456\n01\n1e5\ntrue\nTrue\nnull\n",
            [
                "{\"a\":123456789012345}", "{\"a\":\"1234567890123456\"}", "{\"a\":\"01\"}", "{\"a\":1e5}",
                "{\"a\":true}",
                "{\"a\":\"True\"}", "{\"a\":\"null\"}",
            ]
        ),
        ("\n\na\n1", ["{\"a\":1}"]),
        ("a\n\u{1}\t\u{7F}\\\n", ["{\"a\":\"\\u0001\\t\u{7F}\\\\\"}"]),
        ("a\nx\ry\n", ["{\"a\":\"x\\ry\"}"]),
        ("", []),
        ("a,b", []),
    ])
    func `records become objects`(input: String, lines: [String]) {
        let run = FormatRun(input, options: FormatOptions(.csv))
        #expect(run.texts == lines)
        #expect(run.faults.isEmpty && run.error == nil, "\(run)")
    }

    @Test func `fields are parted by tabs, and stay text if that is asked for`() {
        var options = FormatOptions(.tsv)
        #expect(FormatRun("a\tb\n1,5\t2\n", options: options).texts == ["{\"a\":\"1,5\",\"b\":2}"])
        options.isTextOnly = true
        #expect(FormatRun("a\tb\ntrue\t2\n", options: options).texts == ["{\"a\":\"true\",\"b\":\"2\"}"])
    }

    @Test func `a record that has other fields than the first is rejected as the array of its fields`() {
        let run = FormatRun("a,b\n1\n1,2\n1,\"x\"\"y\",3\n\"open,\n1,2", options: FormatOptions(.csv))
        #expect(run.texts == ["[\"1\"]", "{\"a\":1,\"b\":2}", "[\"1\",\"x\\\"y\",\"3\"]", "[\"open,\\n1,2\"]"])
        let faults: [FormatFault] = [
            FormatFault(line: 1, kind: .fieldCount(found: 1, expected: 2)),
            FormatFault(line: 3, kind: .fieldCount(found: 3, expected: 2)),
            FormatFault(line: 4, kind: .openQuote(offset: 21)),
        ]
        #expect(run.faults == faults)
    }

    @Test func `bytes that are no UTF-8 go through`() {
        let run = FormatRun(Array("a\n".utf8) + [0x78, 0xE4, 0x0A], options: FormatOptions(.csv))
        #expect(run.output == Array("{\"a\":\"x".utf8) + [0xE4] + Array("\"}\n".utf8))
    }

    @Test func `a record that is too long is not held, and a line that is too long`() throws {
        let text = String(repeating: "x\"\"y\r\nz,", count: 100_000)
        let input = Array("a,b\n1,\"\(text)\"\n1,2\n".utf8)
        let options = FormatOptions(.csv, lineBytes: 1_000)
        let whole = FormatRun(input, options: options)
        let escaped = String(repeating: "x\\\"y\\r\\nz,", count: 100_000)
        #expect(whole.lines == [Array("[\"1\",\"\(escaped)\"]".utf8), Array("{\"a\":1,\"b\":2}".utf8)])
        let pieces = FormatRun(input, cuts: Array(stride(from: 7, to: input.count, by: 997)), options: options)
        #expect(pieces.output == whole.output)
    }

    @Test func `where a record begins to be too long does not depend on how it is cut`() {
        for bytes in 6...24 {
            let options = FormatOptions(.csv, lineBytes: bytes)
            let input = Array("a,bcd\n\"x\r\",\"\"\"z\"\r\n12345\r,6789\r\n\"\",\n".utf8)
            let whole = FormatRun(input, options: options)
            for cuts in everyCut(of: input.count) {
                let run = FormatRun(input, cuts: cuts, options: options)
                #expect(run == whole, "\(bytes) bytes, \(cuts.count) cuts from \(cuts[0])")
            }
        }
    }

    @Test(arguments: [
        String(repeating: "a", count: 200) + "\n1", String(repeating: "a,", count: 60) + "\n1",
        String(repeating: "a,", count: 60_000), "\"" + String(repeating: "\n", count: 101),
    ])
    func `names that do not fit in a line are an error`(input: String) {
        #expect(FormatRun(input, options: FormatOptions(.csv, lineBytes: 100)).error == .headerTooLong(limit: 100))
    }

    @Test(arguments: [
        "event,time\re,1\r", "event,time\re,1", "a,b\rc\n1,2,3\n", "\"a\"\r1\n", "a\r\r\n1\r\n",
        "a,\"b\"\r" + String(repeating: "1,2\r", count: 100),
    ])
    func `lines that end with a carriage return alone are no table`(input: String) {
        let bytes = Array(input.utf8)
        for cuts in [[]] + everyCut(of: bytes.count) {
            let run = FormatRun(bytes, cuts: cuts, options: FormatOptions(.csv, lineBytes: 100))
            #expect(run.error == .refused(.carriageReturns(separator: 0x2C)), "\(cuts.count) cuts: \(run)")
            #expect(run.output.isEmpty)
        }
    }

    @Test(arguments: [
        "a\r\n1\r\n", "\r\n\r\na\n1\r\n", "a\r", "\"a\"\r\n1", "\"x\ry\"\n1\n", "a\n1\r2\n", "\r\n", "\r",
    ])
    func `a carriage return in quotes, before a line feed, at the end or in a record is none of that`(input: String) {
        let run = FormatRun(input, options: FormatOptions(.csv))
        #expect(run.error == nil && run.faults.isEmpty, "\(run)")
    }

    @Test func `a call adds no more than it says, however often the names repeat`() throws {
        let names = (0..<1_000).map { "a long name \($0)" }.joined(separator: ",")
        let record = String(repeating: "1,", count: 999) + "1\n"
        let input = Array((names + "\n" + String(repeating: record, count: 100)).utf8)
        var filter = CSVFilter(separator: UInt8(ascii: ","), isTextOnly: false, lineBytes: 1 << 20)
        var taken = 0
        var total = 0
        while taken < input.count {
            var output: [UInt8] = []
            taken += try input[taken...].withUnsafeBytes { try filter.take($0, into: &output) }
            total += output.count
            #expect(output.count < 1 << 18 + 30_000)
        }
        #expect(total > 1_500_000)
    }

    @Test func `generated tables are read as Python reads them, wherever they are cut`() throws {
        var random = SeededRandom(seed: 2)
        let tables = (0..<120).map { _ in Self.table(using: &random) }
        let expected = try linesByPython(tables)
        #expect(expected.count == tables.count)
        for (table, lines) in zip(tables, expected) {
            var options = FormatOptions(table.separator == 0x2C ? .csv : .tsv)
            options.isTextOnly = table.isTextOnly
            let whole = FormatRun(table.bytes, options: options)
            if case .refused = whole.error { continue }
            let rejected = Set(whole.faults.map(\.line))
            let found = whole.lines.enumerated().map { (rejected.contains($0 + 1) ? "!" : "") + visible($1) }
            #expect(found == lines, "\(visible(table.bytes))")
            for cuts in everyCut(of: table.bytes.count) {
                let run = FormatRun(table.bytes, cuts: cuts, options: options)
                guard run != whole else { continue }
                Issue.record("cut \(cuts.count) times from \(cuts[0]): \(visible(table.bytes))\(whole)\(run)")
                return
            }
        }
    }

    private struct Table {
        var bytes: [UInt8]
        var separator: UInt8
        var isTextOnly: Bool
    }

    private static func table(using random: inout SeededRandom) -> Table {
        let separator: UInt8 = JSONSamples.pick([0x2C, 0x2C, 0x09], &random)
        let parted = String(Unicode.Scalar(separator))
        var bytes: [UInt8] = JSONSamples.pick([[], [], [0xEF, 0xBB, 0xBF]], &random)
        let columns = Int.random(in: 1...4, using: &random)
        for record in 0..<Int.random(in: 1...5, using: &random) {
            let fields = (0..<columns).map { _ in field(isName: record == 0, &random) }
            bytes += fields.joined(separator: parted).utf8
            bytes += JSONSamples.pick(["\n", "\r\n"], &random).utf8
        }
        if Bool.random(using: &random) { bytes.removeLast(bytes.last == 0x0A && bytes.dropLast().last == 0x0D ? 2 : 1) }
        for _ in 0..<JSONSamples.pick([0, 0, 1, 2, 3], &random) {
            let part = JSONSamples.pick(["\"", "\"\"", parted, "\n", "\r\n", "x", "0", "\u{FEFF}", "\u{0}"], &random)
            bytes.insert(contentsOf: part.utf8, at: Int.random(in: 0...bytes.count, using: &random))
        }
        // A carriage return of its own ends a record for Python, and none for RFC 4180.
        for index in bytes.indices where bytes[index] == 0x0D {
            if index + 1 == bytes.count || bytes[index + 1] != 0x0A { bytes[index] = 0x20 }
        }
        return Table(bytes: bytes, separator: separator, isTextOnly: Int.random(in: 0..<4, using: &random) == 0)
    }

    private static func field(isName: Bool, _ random: inout SeededRandom) -> String {
        if isName {
            return JSONSamples.pick(["a", "b", "event", "", "\"a\"", "\"x\"\"y\"", "ü", "\"two\nlines\""], &random)
        }
        return JSONSamples.pick(
            [
                "", "x", "\"\"", "\"x\"", "12", "-0.5e+3", "01", "true", "\"false\"", "1234567890123456", "\"12\"",
                "\"a \"\"b\"\", c\"", "\"two\r\nlines\"", "\\", "\"{\"\"k\"\":[1,2]}\"", "12345678.9012345", "a\"b",
                "text of more than a word", "ü€𝄞", "\u{1}\u{1F}", "-", "1.", ".5", "1e", "+1", " 1", "nul", "truely",
            ],
            &random
        )
    }

    private func linesByPython(_ tables: [Table]) throws -> [[String]] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("csv_lines.py")
        process.arguments = ["python3", script.path]
        let cases = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: cases) }
        let text = tables.map { "\($0.separator) \($0.isTextOnly ? 1 : 0) \(hex($0.bytes))\n" }.joined()
        try Data(text.utf8).write(to: cases)
        process.standardInput = try FileHandle(forReadingFrom: cases)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: answer, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map { lines($0) }
    }

    private func lines(_ answer: Substring) -> [String] {
        answer.split(separator: ",", omittingEmptySubsequences: false).dropLast().map { line in
            let isRejected = line.first == "!"
            return (isRejected ? "!" : "") + visible(bytes(line.dropFirst(isRejected ? 1 : 0)))
        }
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func bytes(_ hex: Substring) -> [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }
}
