import MixpanelImport
import Testing

@Suite struct JSONGrammarTests {
    static let goodStrings = [
        "\"\"", "\" \"", "\"a\"", "\"abcdefgh\"", "\"abcdefghijklmnopqrstuvwxyz\"", "\"/\"", "\"\u{7F}\"", "\"'\"",
        "\"//\"", #""\"""#, #""\\""#, #""\/""#, #""\b\f\n\r\t""#, #""\\\\""#, #""\\\"""#, #""\u0000""#, #""\u0022""#,
        #""\uABCD""#, #""\uabcd""#, #""\u00e9\u6771""#, #""\ud83d\ude00""#, #""\ud800""#, #""\udc00""#,
        #""\ud800\ud800x""#, #""\uFFFF""#, #""\\u12""#, #""a\tb""#, "\"é\"", "\"東京\"", "\"😀\"",
        "\"\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\"", "\"\u{D7FF}\u{E000}\"", "\"\u{FEFF}\"",
        "\"\u{2028}\u{2029}\"", "\"e\u{301}\"", "\"[{,:}]\"",
    ]

    static let goodStructures = [
        "[]", "{}", "[[]]", "[{}]", "{\"\":{}}", "[1]", "[1,2]", "[null,1,\"1\",{}]", "{\"a\":1,\"a\":1}",
        "{\"a\":[],\"b\":{}}", "[ ]", "{ }", "[ 1\t,\r2 ]", "{ \"a\" : 1 , \"b\" : [ ] }", "[[],[[]],[]]",
        "{\"東\":\"京\"}", #"{"\u0000\"":1}"#, "[\"é\",\"\\n\",1]",
    ]

    static let goodNumbers = [
        "0", "-0", "7", "-7", "10", "123456789", "12345678", "1234567", "-12345678901234567890123456789", "0.0", "-0.1",
        "1.5", "0.12345678901234567890", "1e1", "1E1", "1e+1", "1e-1", "1E+01", "0e0", "0E0", "-0e-0", "1.0e28",
        "1e999", "123.456e-789", "1000000000000000000000000000000000000000000000000000000000000000000000000000000",
    ]

    static let goodWords = [
        "true", "false", "null",
    ]

    static let badStrings = [
        "\"", "\"a", "a\"", "\"a\"\"", "\"a\"b", "\"\\\"", "\"\\", "\"\\x\"", "\"\\a\"", "\"\\'\"", "\"\\0\"",
        "\"\\U0041\"", "\"\\u\"", "\"\\u1\"", "\"\\u12\"", "\"\\u123\"", "\"\\u123g\"", "\"\\uG000\"", "\"\\u 123\"",
        "\"\\u+123\"", "\"\\u00\\u0041\"", "\"\\é\"", "\"\\\u{0}\"", "\"\u{0}\"", "\"\u{1}\"", "\"\t\"", "\"\n\"",
        "\"\r\"", "\"a\u{1F}\"", "\"\u{8}\"", "\"\u{C}\"",
    ]

    static let badStructures = [
        "[", "]", "{", "}", "[}", "{]", "[1", "[1,", "[,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1;2]", "[1:2]",
        "[\"a\"", "[[]", "[]]", "[1]]", "[{]}", "[{}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\"}",
        "{\"a\" 1}", "{\"a\"::1}", "{:1}", "{\"a\":1,}", "{,}", "{,\"a\":1}", "{\"a\":1,,\"b\":2}", "{\"a\":1 \"b\":2}",
        "{\"a\",1}", "{\"a\"=1}", "{\"a\"=>1}", "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{[]:1}", "{{}:1}",
        "{\"a\":1}}", "{\"a\":}", "{\"a\":1;}", "{\"a\":1]", "{\"a\"\u{A0}:1}", "[1]//", "[1,/*x*/2]", "[\u{0}]", ":",
        ",", "{}{}", "[][]", "[é]", "[1,\u{1}]", "{\"\u{1}\":1}", "{\"a\\q\":1}", "{\"a\n\":1}", "[\"a\",\n\"b]",
        "{\"a\":tru}", "[nul]", "[-]", "[+1]",
    ]

    static let badNumbers = [
        "-", "+", "+1", "00", "01", "-01", "-00", "1.", ".5", "-.5", "1.e1", "1e", "1e+", "1E-", "1.5e", "1ee1",
        "1e1.5", "1..2", "--1", "- 1", "1 000", "1_000", "1,", "1a", "0x1F", "0b1", "1f", "∞", "Infinity", "-Infinity",
        "NaN", "nan", "inf", "1e1e", "12345678x", "123456789.", "1.2.3", "١", "１", "0e", "-e1", "1+1", "1-", "1/**/",
        "1\u{0}", "1\u{85}", "1 2",
    ]

    static let badWords = [
        "t", "tru", "truE", "True", "TRUE", "truee", "true1", "f", "fals", "False", "n", "nul", "nulll", "NULL", "None",
        "undefined", "nil", "yes", "abc", "'a'", "`a`", "/**/1", "#1", "\u{A0}1", "\u{FEFF}1", "\u{B}1", "\u{C}1",
        "\u{0}1", "\u{2028}1", "<a>", "@", "*", "&", "\\", "\\u0031", "\\n", "é",
    ]

    @Test(arguments: goodNumbers + goodWords + goodStrings + goodStructures)
    func `a good value is good bare and wherever a value may stand`(value: String) {
        for line in Self.wrapped(value) {
            #expect(scanFault(line) == nil, "\(visible(Array(line.utf8)))")
        }
        #expect([nil, .notObject, .missingEvent].contains(scanFault(value)?.reason), "\(value)")
    }

    @Test(arguments: badNumbers + badWords + badStrings + badStructures)
    func `a bad value is bad bare and wherever a value may stand`(value: String) {
        for line in Self.wrapped(value) + [value] {
            #expect(scanFault(line)?.reason == .notJSON, "\(visible(Array(line.utf8)))")
        }
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x7F], [0xC2, 0xC0], [0xDF, 0x22],
            [0xE0, 0x80, 0x80],
            [0xE0, 0x9F, 0xBF], [0xE1, 0x80], [0xE1, 0x80, 0x22], [0xE1, 0xC0, 0x80], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF],
            [0xEF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90, 0x80],
            [0xF1, 0x80, 0x80, 0x41],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF7, 0xBF, 0xBF, 0xBF],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
            [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xE9], [0xF0, 0x9F, 0x98], [0xC0, 0xAF],
            [0xC3, 0xC3, 0xA9],
        ] as [[UInt8]]
    )
    func `bytes that are not UTF-8 are refused at their first one, in values, keys and outside`(bytes: [UInt8]) {
        let places = [
            #"{"event":"e","properties":{"a":"xyz"#, #"{"event":"e","properties":{"a":"東京é"#,
            #"{"event":"e","properties":{"k"#,
            #"{"event":"e","properties":{"#, #"{"event":"e"#, #"{"event":"#, "\"", "", #"{"event":"","properties":{}}"#,
        ]
        for place in places {
            for tail in ["", "\"", "\"}}", "abcdefgh\"}}"] {
                let line = Array(place.utf8) + bytes + Array(tail.utf8)
                let expected = ScannedLine.fault(.notUTF8, column: place.utf8.count + 1)
                #expect(ScannedLine(scanning: line) == expected, "\(visible(line))")
            }
        }
    }

    @Test func `every scalar value is a character of a string`() {
        var text = ""
        for value in UInt32(0x20)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), scalar != "\"", scalar != "\\" else { continue }
            text.unicodeScalars.append(scalar)
            if value % 4096 == 4095 {
                #expect(scanFault("\"\(text)\"")?.reason == .notObject, "up to \(String(value, radix: 16))")
                text = ""
            }
        }
    }

    private static func wrapped(_ value: String) -> [String] {
        [
            "{\"event\":\"e\",\"properties\":{\"a\":\(value)}}",
            "{\"event\":\"e\",\"properties\":{\"time\":\(value),\"b\":2}}",
            "{\"event\":\"e\",\"x\": \(value) ,\"properties\":{}}",
            "{\"event\":\"e\",\"properties\":{\"a\":[\(value)]}}",
            "{\"event\":\"e\",\"properties\":{\"a\":[{\"b\":[0, \(value) ]},\(value)]}}",
            "{\"event\":\"e\",\"properties\":{\"a\":{\"b\":\(value),\"c\": \(value)}}}",
        ]
    }
}
