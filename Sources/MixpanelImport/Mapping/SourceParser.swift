/// Reads sources, conditions and paths, as options give them.
struct SourceParser {
    let text: [UInt8]
    var offset: Int
    /// Parentheses and templates that are open.
    var depth = 0
    /// Where the first `[` with the number of an element stands.
    var indexOffset: Int?

    /// Keeps a text of nothing but parentheses from using up the stack.
    static let maximumDepth = 32

    init(_ text: some Sequence<UInt8>, from offset: Int = 0) {
        self.text = Array(text)
        self.offset = offset
    }

    /// A whole text that is one source.
    mutating func wholeSource() throws(SourceFault) -> Source {
        let source = try source()
        try expectEnd()
        return source
    }

    /// A whole text that is one condition.
    mutating func wholeCondition() throws(SourceFault) -> Condition {
        let condition = try condition()
        try expectEnd()
        return condition
    }

    mutating func source() throws(SourceFault) -> Source {
        skipBlanks()
        guard let end = endOfWord("select") else { return try alternatives() }
        offset = end
        try expect("(")
        let condition = try condition()
        try expect(")")
        skipBlanks()
        guard next == UInt8(ascii: "|") else {
            throw fault("After select(…) stands | and what to take, as in select(.a) | .b; \(found).")
        }
        offset += 1
        return .select(condition, try alternatives())
    }

    private mutating func alternatives() throws(SourceFault) -> Source {
        var terms = [try term()]
        while skip("//") {
            terms.append(try term())
        }
        var functions: [Source.Function] = []
        skipBlanks()
        while next == UInt8(ascii: "|") {
            offset += 1
            functions.append(try function())
            skipBlanks()
        }
        let value = terms.count == 1 ? terms[0] : .alternatives(terms)
        return functions.isEmpty ? value : .pipeline(value, functions)
    }

    private mutating func term() throws(SourceFault) -> Source {
        skipBlanks()
        switch next {
        case UInt8(ascii: "."), UInt8(ascii: "$"): return .path(try path())
        case UInt8(ascii: "\""): return try template()
        case UInt8(ascii: "("):
            try enter()
            offset += 1
            let inner = try source()
            try expect(")")
            depth -= 1
            return inner
        default:
            if endOfWord("select") != nil {
                throw fault("select stands first, or in parentheses: (select(.a) | .b) // .c")
            }
            return .constant(try literal())
        }
    }

    private mutating func function() throws(SourceFault) -> Source.Function {
        skipBlanks()
        let start = offset
        let word = String(decoding: takeWord(), as: UTF8.self)
        if let function = Source.Function(rawValue: word) { return function }
        offset = start
        let names = Source.Function.allCases.map(\.rawValue)
        if word.isEmpty { throw fault("| expects a function (\(names.joined(separator: ", "))); \(found).") }
        let hint = Suggestion.nearest(to: word, among: names).map { "did you mean \($0)?" }
        let known = "there are \(names.joined(separator: ", ")); for more, put jq -c before mixport."
        throw fault("Unknown function '\(word)'; \(hint ?? known)")
    }

    mutating func enter() throws(SourceFault) {
        if depth == Self.maximumDepth { throw fault("More than \(Self.maximumDepth) levels of parentheses.") }
        depth += 1
    }
}
