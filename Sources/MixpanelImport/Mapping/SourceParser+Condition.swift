extension SourceParser {
    mutating func condition() throws(SourceFault) -> Condition {
        var condition = Condition()
        var group: [Condition.Test] = []
        while true {
            group.append(try test())
            skipBlanks()
            if let end = endOfWord("and") {
                offset = end
            } else {
                condition.groups.append(group)
                group = []
                guard let end = endOfWord("or") else { return condition }
                offset = end
            }
        }
    }

    private mutating func test() throws(SourceFault) -> Condition.Test {
        skipBlanks()
        if next == UInt8(ascii: "(") { throw fault("A condition has no parentheses; and binds closer than or.") }
        guard next == UInt8(ascii: ".") || next == UInt8(ascii: "$") else {
            throw fault("A condition begins with a path, as in .type == \"track\"; \(found).")
        }
        let path = try path()
        if skip("==") { return .equals(path, try comparand()) }
        if skip("!=") { return .differs(path, try comparand()) }
        switch next {
        case UInt8(ascii: "="): throw fault("Equal is written ==.")
        case UInt8(ascii: "<"), UInt8(ascii: ">"): throw fault("Only == and != compare.")
        case UInt8(ascii: "|"), UInt8(ascii: "/"): throw fault("A condition compares a path, not what is made of it.")
        default: return .holds(path)
        }
    }

    private mutating func comparand() throws(SourceFault) -> [UInt8] {
        skipBlanks()
        if next == UInt8(ascii: ".") || next == UInt8(ascii: "$") {
            throw fault("A path is compared with a text in quotes, a number, true, false or null.")
        }
        guard next == UInt8(ascii: "\"") else { return try literal() }
        return OptionJSON.token(try plainText())
    }
}
