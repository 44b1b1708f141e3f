extension SourceParser {
    /// A path, and whether a `*` follows its last name, which only `--spread` takes.
    mutating func path() throws(SourceFault) -> JSONPath {
        skipBlanks()
        var path = JSONPath()
        if next == UInt8(ascii: "$") {
            let start = offset
            offset += 1
            guard String(decoding: takeWord(), as: UTF8.self) == "line" else {
                offset = start
                throw fault("The only variable is $line; a name with $ stands in quotes, as in .\"$user\".")
            }
            path.root = .line
        } else {
            try expect(".")
            if next == UInt8(ascii: ".") { throw fault(".. is not among what paths can do.") }
            if let step = try step() { path.steps.append(step) }
        }
        while let step = try followingStep() {
            path.steps.append(step)
            if path.steps.count > JSONLine.maximumLevel { throw fault("No line has so many levels.") }
        }
        try checkEndOfPath()
        return path
    }

    private mutating func followingStep() throws(SourceFault) -> JSONPath.Step? {
        if next == UInt8(ascii: "[") { return try bracket() }
        guard next == UInt8(ascii: ".") else { return nil }
        offset += 1
        if let step = try step() { return step }
        throw fault("A name follows the dot; \(found).")
    }

    /// What may follow a dot.
    private mutating func step() throws(SourceFault) -> JSONPath.Step? {
        switch next {
        case UInt8(ascii: "\""): return .name(try plainText())
        case UInt8(ascii: "["): return try bracket()
        default:
            let name = takeWord()
            return name.isEmpty ? nil : .name(name)
        }
    }

    private mutating func bracket() throws(SourceFault) -> JSONPath.Step {
        let bracket = offset
        offset += 1
        skipBlanks()
        let step: JSONPath.Step
        if next == UInt8(ascii: "\"") {
            step = .name(try plainText())
        } else {
            let start = offset
            let digits = take { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let index = Int(String(decoding: digits, as: UTF8.self)) else {
                offset = start
                let hint = next == UInt8(ascii: "]") ? "; --explode makes a line of each element" : ""
                throw fault("Brackets hold the number of an element, from 0, or a name in quotes\(hint).")
            }
            step = .index(index)
            indexOffset = indexOffset ?? bracket
        }
        try expect("]")
        return step
    }

    private func checkEndOfPath() throws(SourceFault) {
        guard let next, !" \t\r\n/|)=!*,<>".utf8.contains(next) else { return }
        if next == UInt8(ascii: "?") { throw fault("No ? is needed: what is not there is missing, no error.") }
        throw fault("A name stands in quotes where it has other characters than letters, digits and _, as in .\"a-b\".")
    }
}
