import MixpanelImport

/// Random documents, and sources that read them, each with a program of jq's that means the same.
struct SourceGenerator {
    struct Program {
        var source: String
        var jq: String
    }

    var random: SeededRandom
    /// Members are always there and of the kind that their names say, so that jq takes the sources as they are.
    var isTotal: Bool

    init(seed: UInt64, isTotal: Bool) {
        random = SeededRandom(seed: seed)
        self.isTotal = isTotal
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements.randomElement(using: &random)! }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    // Documents

    mutating func document() -> String {
        isTotal ? totalDocument() : object(levels: 3)
    }

    private mutating func totalDocument() -> String {
        """
        {"s":\(text()),"t":\(text()),"n":\(number()),"b":\(pick(["true", "false"])),"j":\(jsonText()),\
        "o":{"s":\(text()),"n":\(number()),"a b":\(text()),"b":\(pick(["true", "false"]))},"l":[\(text()),\(number()),{"s":\(text())}]}
        """
    }

    private mutating func object(levels: Int) -> String {
        let names = ["a", "b", "c", "a b", "$d", "é"].shuffled(using: &random).prefix(
            Int.random(in: 1...5, using: &random)
        )
        let members = names.map { name in
            "\"\(levels == 3 && chance(20) ? escaped(name) : name)\"\(pick([":", " : ", ":\t"]))\(value(levels: levels - 1))"
        }
        return "{\(members.joined(separator: pick([",", " , "])))}"
    }

    /// The name with its first character as an escape.
    private func escaped(_ name: String) -> String {
        let scalar = name.unicodeScalars.first!
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits + name.dropFirst()
    }

    /// A member of the document has two levels left.
    private mutating func value(levels: Int) -> String {
        switch Int.random(in: 0..<(levels > 0 ? 10 : 7), using: &random) {
        case 0: "null"
        case 1: pick(["true", "false"])
        case 2: number()
        case 3: jsonText()
        // jq makes its own escapes of those in objects and arrays.
        case 4, 5, 6: levels == 2 ? text() : pick([#""x""#, #""Track""#, #""a\"b\\c""#, #""é\n""#, #""""#])
        case 7:
            "["
                + (0..<Int.random(in: 0...3, using: &random)).map { _ in value(levels: levels - 1) }.joined(
                    separator: ", "
                ) + "]"
        default: object(levels: levels)
        }
    }

    private mutating func number() -> String { pick(["0", "1", "-1", "17", "1.5", "-2.25", "100"]) }

    private mutating func text() -> String {
        pick([
            #""""#, #""x""#, #""Track""#, #""tRACK ÄÖ é""#, #""\u0041b""#, #""a\"b\\c""#, #""\n\t\/""#,
            #""\ud83d\ude00z""#, #""\u0001\u007f""#, #""null""#, #""17""#,
        ])
    }

    private mutating func jsonText() -> String {
        pick([#""{\"a\":1}""#, #""[1, 2]""#, #"" 17 ""#, #""\"x\"""#, #""nul""#, #""null""#, #""false""#, #""{}x""#])
    }

    // Programs

    mutating func source(levels: Int = 3) -> Program {
        guard levels > 0, chance(25) else { return pipeline(levels: levels) }
        let condition = condition()
        let inner = pipeline(levels: levels - 1)
        return Program(
            source: "select(\(condition.source))\(pick(["|", " | "]))\(inner.source)",
            jq: "(if \(condition.jq) then \(inner.jq) else null end)"
        )
    }

    private mutating func pipeline(levels: Int) -> Program {
        var terms = [term(levels: levels)]
        while chance(35) { terms.append(term(levels: levels)) }
        var source = terms.map(\.source).joined(separator: pick(["//", " // "]))
        var jq = "(" + terms.map(\.jq).joined(separator: " // ") + ")"
        while chance(25) {
            // jq stops at a function of what it is not made for.
            let functions = ["tostring", "ascii_downcase", "ascii_upcase"] + (isTotal ? [] : ["fromjson"])
            let function =
                isTotal && !source.hasSuffix("case") && !source.hasSuffix("tostring") ? "tostring" : pick(functions)
            source += pick(["|", " | "]) + function
            jq = "(\(jq) | if . == null then null else (try \(function) catch null) end)"
        }
        return Program(source: source, jq: jq)
    }

    private mutating func term(levels: Int) -> Program {
        let kind = Int.random(in: 0..<10, using: &random)
        if levels > 0, kind == 0 {
            let inner = source(levels: levels - 1)
            return Program(source: "(\(inner.source))", jq: inner.jq)
        }
        if levels > 0, kind <= 2 { return template(levels: levels - 1) }
        if kind == 3 {
            let constants = ["\"x\\u0041\"", "\"\"", "-17", "1.5", "true", "false"] + (isTotal ? [] : ["null"])
            let constant = pick(constants)
            return Program(source: constant, jq: constant)
        }
        return path()
    }

    private mutating func template(levels: Int) -> Program {
        let first = source(levels: levels)
        let second = source(levels: levels)
        let start = pick(["<", "<é ("])
        let source = "\"\(start)\\(\(first.source)) \\u0042\\(\(second.source))\""
        let jq =
            "(\(first.jq) as $x | \(second.jq) as $y | if $x == null or $y == null then null "
            + "else \"\(start)\\($x) B\\($y)\" end)"
        return Program(source: source, jq: jq)
    }

    mutating func path() -> Program {
        let path = isTotal ? pick(Self.totalPaths) : partialPath()
        return Program(source: path, jq: isTotal ? path : "(try (\(path)) catch null)")
    }

    private static let totalPaths = [
        ".s", ".t", ".n", ".b", ".o.s", ".o[\"a b\"]", ".o.\"a b\"", ".\"o\".b", ".l[0]", ".l[1]", ".l[2].s",
        ".[\"s\"]",
        ".j",
    ]

    private mutating func partialPath() -> String {
        var path = ""
        repeat {
            path += pick([".a", ".b", ".c", ".\"a b\"", ".\"$d\"", ".\"\\u00e9\"", "[\"a\"]", "[0]", "[1]"])
        } while path.utf8.count < 12 && chance(45)
        if path.hasPrefix("[") { path = "." + path }
        return path
    }

    mutating func condition() -> Program {
        var condition = test()
        while chance(40) {
            let next = test()
            let word = pick([" and ", " or ", "  and\t"])
            condition.source += word + next.source
            condition.jq += word + next.jq
        }
        return condition
    }

    private mutating func test() -> Program {
        let path = path()
        if chance(40) { return path }
        let literal = pick([
            "\"x\"", "\"Track\"", "\"\"", "\"\\u0041b\"", "17", "1", "1.50", "1e2", "true", "false", "null",
        ])
        let comparison = pick(["==", "!=", " == ", " != "]) + literal
        return Program(source: path.source + comparison, jq: path.jq + comparison)
    }
}
