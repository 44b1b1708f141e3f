/// JSON texts without a newline, each on its own a value or none. Made from the grammar of RFC 8259, not from a parser.
enum JSONCorpus {
    /// Every one is exactly one JSON value.
    static let valid: [String] = {
        let scalars = literals + numbers + strings
        let nested = scalars.flatMap { ["[\($0)]", "[0,\($0)]", "{\"k\":\($0)}", " \t\($0)\r "] }
        return scalars + nested + containers
    }()

    private static let literals = ["null", "true", "false"]

    private static let numbers: [String] = {
        let integers = ["0", "7", "10", "1234567890123456789", "123456789012345678901234567890"]
        let fractions = ["", ".0", ".5", ".000000000000000000001"]
        let exponents = ["", "e0", "E5", "e+07", "E-308", "e400"]
        return ["", "-"].flatMap { sign in
            integers.flatMap { integer in
                fractions.flatMap { fraction in exponents.map { "\(sign)\(integer)\(fraction)\($0)" } }
            }
        }
    }()

    private static let strings: [String] = {
        let plain = [
            "", " ", "a", "é", "€", "😀", "\u{7F}", "\u{2028}", "\u{FFFF}", "\u{FEFF}", "\u{10FFFF}", "//", "/*", "[{]}",
        ]
        let escapes = [
            #"\""#, #"\\"#, #"\/"#, #"\b"#, #"\f"#, #"\n"#, #"\r"#, #"\t"#, #"\u0000"#, #"\u00e9"#, #"\uD83D\uDE00"#,
            #"\ud83d"#, #"\uDE00\uD83D"#, #"\uFFFF"#,
        ]
        // At every distance from the quotes, as a scanner that takes several bytes at a time sees them.
        let shifted = (0...17).flatMap { before in
            [#"\""#, #"\u0041"#, "é", "😀"].flatMap { middle in
                [0, 3, 9].map { String(repeating: "a", count: before) + middle + String(repeating: "b", count: $0) }
            }
        }
        return (plain + escapes + shifted).map { "\"\($0)\"" }
    }()

    private static let containers = [
        "[]", "{}", "[[]]", "[{}]", "{\"\":{}}", "[ ]", "{ }", "[1 , 2]", "{ \"a\" : 1 , \"b\" : 2 }",
        #"{"a":1,"a":2}"#,
        #"{"\u0061":1,"a":2}"#, #"{"é":1,"e\u0301":2}"#, "{\"e\u{301}\":1,\"é\":2}",
        "{\"é\":1,\"e\u{301}\":2,\"\u{C5}\":3,\"\u{212B}\":4}", "[[[[[[[[]]]]]]]]", "[null,true,false,0,\"\",[],{}]",
        "{\"event\":1,\"properties\":[],\"time\":\"x\"}", "\t[\t1\t,\r2\r]\t",
    ]

    /// None is a JSON value, nor becomes one in the place of a property's value.
    static let invalid: [String] = {
        let alone = invalidLiterals + invalidNumbers + invalidStrings
        // Nothing at all would leave a good array.
        return alone + alone.dropFirst().map { "[\($0)]" } + invalidContainers
    }()

    private static let invalidLiterals = [
        "", "nul", "nulL", "Null", "NULL", "nulll", "tru", "True", "truee", "fals", "False", "undefined", "None", "NaN",
        "nan", "Infinity", "-Infinity", "inf", "a", "'a'", "`a`", "\u{A0}1", "\u{FEFF}1", "\u{0B}1", "\u{0C}1",
        "1\u{85}",
        "// c", "/* c */1", "1/**/", "1 // c", "# c", "@", "$", "\\", "\\u0031", "true false", "1 2", "\"a\" \"b\"",
        "(1)",
    ]

    private static let invalidNumbers = [
        "+1", "-", "--1", "01", "-01", "00", "1.", ".1", "-.1", "1.e1", "1.2.3", "1e", "1e+", "1E-", "1e1.5", "1ee1",
        "0x1F", "0b1", "0o7", "1_000", "1,000", "1a", "1f", "- 1", "1e 1", "０", "1\0", "\01", "2.e", "0e", "0e+",
        "-0x0",
    ]

    private static let invalidStrings: [String] = {
        let escapes = [
            #"\a"#, #"\'"#, #"\0"#, #"\x41"#, #"\U0041"#, #"\u"#, #"\u0"#, #"\u00"#, #"\u004"#, #"\u00G1"#, #"\u 041"#,
            #"\u-041"#, #"\u{41}"#, "\\é", "\\\t", #"\uD83D\u"#, #"\uD83D\uDE0"#,
        ]
        let controls = (0..<0x20).filter { $0 != 0x0A }.map { String(Unicode.Scalar(UInt8($0))) }
        let shifted = (0...17).flatMap { before in
            ["\u{1}", "\u{1F}", #"\q"#].map { String(repeating: "a", count: before) + $0 + "bcdefghijk" }
        }
        return (escapes + controls + shifted).map { "\"\($0)\"" } + [
            "\"", "\"a", #""\""#, "a\"", "\"a\"\"", "\"a\"b",
        ]
    }()

    private static let invalidContainers = [
        "[", "]", "{", "}", "[[]", "[]]", "{{}", "{}}", "[}", "{]", "[,]", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1:2]",
        "[1;2]", "(1)", "{,}", "{\"a\"}", "{\"a\":}", "{:1}", "{\"a\" 1}", "{\"a\"::1}", "{\"a\":1,}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\":1 \"b\":2}", "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{[]:1}", "{\"a\":1", "{\"a\":1]", "{\"a\",1}",
        "{\"a\"=1}", "{\"a\":\"b}", "[\"a]", "[\"a\",\n".replacing("\n", with: ""), "<null>", "[*]", "{\"a\":/*c*/1}",
        "[1]x", "{}x", "[]\0", "{\"a\":1}#", "[...]", "{...}",
    ]

    /// Bytes within a string that are not UTF-8, with the number of those that belong together.
    static let malformedUTF8: [(bytes: [UInt8], name: String)] = [
        ([0x80], "a byte that continues nothing"), ([0xBF], "the last such byte"), ([0xC0, 0x80], "overlong zero"),
        ([0xC1, 0xBF], "overlong in two bytes"), ([0xE0, 0x80, 0x80], "overlong in three bytes"),
        ([0xE0, 0x9F, 0xBF], "the last overlong in three bytes"), ([0xF0, 0x80, 0x80, 0x80], "overlong in four bytes"),
        ([0xF0, 0x8F, 0xBF, 0xBF], "the last overlong in four bytes"), ([0xED, 0xA0, 0x80], "the first surrogate"),
        ([0xED, 0xBF, 0xBF], "the last surrogate"), ([0xF4, 0x90, 0x80, 0x80], "beyond U+10FFFF"),
        ([0xF5, 0x80, 0x80, 0x80], "a byte that begins nothing"), ([0xFE], "FE"), ([0xFF], "FF"),
        ([0xC3], "one of two"),
        ([0xE2, 0x82], "two of three"), ([0xF0, 0x9F, 0x98], "three of four"), ([0xE9], "é in Latin-1"),
    ]
}
