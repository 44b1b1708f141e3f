import MixpanelImport
import Testing

@Suite struct FormatDetectorTests {
    @Test(
        arguments: [
            ("{\"a\":1}\n", .ndjson, 8), ("{\"a\":1}\r\n{\"b\":2}", .ndjson, 9), ("\n \n{\"a\":1}\n", .ndjson, 11),
            ("\u{FEFF}{\"a\":1} \n", .ndjson, 12),
            ("[", .json, 1), (" \n\u{FEFF}[{}", .json, 6), ("\u{1E}{\"a\":1}\n", .json, 1),
            ("{\n\"a\":1}", .json, 8), ("{\"a\":[1,\r\n2]}\n", .json, 13), ("\n{\"a\":1\n}", .json, 9),
            ("{\"a\":1},\n", .json, 8), ("{\"a\":1} \t{\"b\":2}", .json, 10), ("{\"a\":1}{", .json, 8),
            ("{\"a\":1}[", .json, 8),
            ("{\"a\":1}\u{1E}", .json, 8), ("{\"a\":1} \"x", .json, 9), ("1 2 ", .json, 4), ("{} true\n", .json, 8),
            ("{} took 5ms\n", .ndjson, 5), ("{} 5ms\n", .ndjson, 5), ("2024-12-01 {\"a\":1}\n", .ndjson, 8),
            ("12:34 x", .ndjson, 3), ("{\"a\":1}]", .ndjson, 8), ("{\"a\":1,\n{\"b\":2}\n", .ndjson, 9),
            ("{\"a\":\"x\n", .ndjson, 8), ("{\n\"a\":nul,\n", .ndjson, 10), ("terminated early\n", .ndjson, 2),
            ("]", .ndjson, 1), (",{", .ndjson, 1),
        ] as [(String, InputFormat, Int)]
    )
    func `the first value tells the format, as soon as it can`(input: String, format: InputFormat, bytes: Int) {
        var detector = FormatDetector(skipsPrefix: false, limit: 1 << 20)
        for (index, byte) in input.utf8.enumerated() {
            if let answer = withUnsafeBytes(of: byte, { detector.take($0) }) {
                #expect(answer == format && index + 1 == bytes, "\(answer) at byte \(index + 1)")
                break
            }
            #expect(index + 1 < bytes, "nothing at byte \(index + 1)")
        }
        var whole = FormatDetector(skipsPrefix: false, limit: 1 << 20)
        #expect(Array(input.utf8).withUnsafeBytes { whole.take($0) } == format)
    }

    @Test(
        arguments: [
            ("", .ndjson), (" \n", .ndjson), ("{\"a\":1}", .ndjson), ("{\"a\":1} ", .ndjson), ("{\"a\":\n", .ndjson),
            ("12", .ndjson), ("1 2", .json), ("1 true", .json), ("1 tru", .ndjson), ("{\n}", .json),
        ] as [(String, InputFormat)]
    )
    func `what has not told it by the end is one value a line`(input: String, format: InputFormat) {
        #expect(FormatRun(input, options: FormatOptions(.auto)).format == format)
    }

    @Test(
        arguments: [
            ("app | [{\"a\":1}]\n", .ndjson), ("[2024-05-01] {\"a\":1}\n", .ndjson), ("[ \n{", .json), ("[]", .ndjson),
            ("{\"a\":1}{", .json), ("{\n\"a\":1}", .json), ("\u{1E}{}\n", .ndjson), ("1 2 ", .ndjson),
            ("{\"a\":1}\n", .ndjson),
        ] as [(String, InputFormat)]
    )
    func `text before an object is no JSON where it is to be passed over`(input: String, format: InputFormat) {
        var options = FormatOptions(.auto)
        options.skipsPrefix = true
        #expect(FormatRun(input, options: options).format == format)
    }

    @Test func `a first value that is longer than a line is not waited for`() {
        let text = String(repeating: "x", count: 200)
        for (input, format) in [
            ("{\"a\":\"\(text)", InputFormat.ndjson), ("{\n\"a\":\"\(text)", .json),
            (text.replacing("x", with: " "), .ndjson),
        ] {
            var detector = FormatDetector(skipsPrefix: false, limit: 100)
            var answer: InputFormat?
            var bytes = 0
            for byte in input.utf8 where answer == nil {
                answer = withUnsafeBytes(of: byte) { detector.take($0) }
                bytes += 1
            }
            #expect(answer == format && bytes == 101, "\(input): \(answer as Any) after \(bytes)")
        }
    }

    @Test func `nothing is lost while the format is found out, and a line of a slow pipe is not kept`() {
        for input in [
            "\n \n{\"a\":1}\r\n{\"b\":2}", "{\"a\":1} {\"b\":2}\n", "[\n{\"a\":1},\n{\"b\":2}\n]", "{\"a\":\n",
            "no JSON at all\nand more",
        ] {
            let bytes = Array(input.utf8)
            let whole = FormatRun(bytes, options: FormatOptions(.auto))
            if whole.format == .ndjson { #expect(whole.output == bytes) }
            for cuts in everyCut(of: bytes.count) {
                #expect(FormatRun(bytes, cuts: cuts, options: FormatOptions(.auto)) == whole)
            }
        }
        var stage = FormatStage(FormatOptions(.auto))
        var output: [UInt8] = []
        for byte in "{\"a\":1}\n".utf8 { _ = withUnsafeBytes(of: byte) { try? stage.take($0, into: &output) } }
        #expect(String(decoding: output, as: UTF8.self) == "{\"a\":1}\n")
        #expect(stage.isPassThrough)
    }
}
