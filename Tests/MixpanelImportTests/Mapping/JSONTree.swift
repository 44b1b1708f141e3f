/// A reader of JSON that takes its time: what it takes for JSON is, and objects keep all their members in order.
indirect enum JSONTree: Equatable, Sendable {
    case object([Member])
    case array([JSONTree])
    case string(String)
    /// Its own digits.
    case number(String)
    case boolean(Bool)
    case null

    struct Member: Equatable, Sendable {
        var name: String
        var value: JSONTree
    }

    /// Nil where the bytes are not exactly one value.
    init?(_ bytes: some Sequence<UInt8>) {
        guard let text = String(validating: Array(bytes), as: UTF8.self) else { return nil }
        var reader = Reader(rest: Array(text.unicodeScalars)[...])
        guard let value = reader.value() else { return nil }
        reader.skipBlanks()
        guard reader.rest.isEmpty else { return nil }
        self = value
    }

    init?(_ text: String) { self.init(text.utf8) }

    /// Of equal names the last counts.
    subscript(name: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// Whether an object anywhere in it has two members of the same name.
    var hasEqualNames: Bool {
        switch self {
        case .object(let members):
            Set(members.map(\.name)).count < members.count || members.contains { $0.value.hasEqualNames }
        case .array(let elements): elements.contains(where: \.hasEqualNames)
        default: false
        }
    }

    /// Objects with their members in alphabetical order.
    var sorted: JSONTree {
        switch self {
        case .object(let members):
            .object(members.map { Member(name: $0.name, value: $0.value.sorted) }.sorted { $0.name < $1.name })
        case .array(let elements): .array(elements.map(\.sorted))
        default: self
        }
    }
}

private struct Reader {
    var rest: ArraySlice<Unicode.Scalar>

    mutating func skipBlanks() {
        rest = rest.drop { [" ", "\t", "\n", "\r"].contains($0) }
    }

    mutating func take(_ word: String) -> Bool {
        guard rest.starts(with: word.unicodeScalars) else { return false }
        rest = rest.dropFirst(word.unicodeScalars.count)
        return true
    }

    mutating func value() -> JSONTree? {
        skipBlanks()
        switch rest.first {
        case "{": return object()
        case "[": return array()
        case "\"": return string().map(JSONTree.string)
        default: break
        }
        if take("true") { return .boolean(true) }
        if take("false") { return .boolean(false) }
        if take("null") { return .null }
        return number()
    }

    private mutating func object() -> JSONTree? {
        rest.removeFirst()
        skipBlanks()
        if take("}") { return .object([]) }
        var members: [JSONTree.Member] = []
        repeat {
            skipBlanks()
            guard rest.first == "\"", let name = string() else { return nil }
            skipBlanks()
            guard take(":"), let value = value() else { return nil }
            members.append(JSONTree.Member(name: name, value: value))
            skipBlanks()
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func array() -> JSONTree? {
        rest.removeFirst()
        skipBlanks()
        if take("]") { return .array([]) }
        var elements: [JSONTree] = []
        repeat {
            guard let value = value() else { return nil }
            elements.append(value)
            skipBlanks()
        } while take(",")
        return take("]") ? .array(elements) : nil
    }

    private mutating func string() -> String? {
        rest.removeFirst()
        var units: [UInt16] = []
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return String(decoding: units, as: UTF16.self)
            case "\\":
                guard let unit = escape() else { return nil }
                units.append(unit)
            case "\u{0}"..<" ": return nil
            default: units += Array(String(scalar).utf16)
            }
        }
        return nil
    }

    private mutating func escape() -> UInt16? {
        switch rest.popFirst() {
        case "\"": return 0x22
        case "\\": return 0x5C
        case "/": return 0x2F
        case "b": return 8
        case "f": return 12
        case "n": return 10
        case "r": return 13
        case "t": return 9
        case "u":
            let digits = rest.prefix(4)
            rest = rest.dropFirst(4)
            guard digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
            return UInt16(String(String.UnicodeScalarView(digits)), radix: 16)
        default: return nil
        }
    }

    private mutating func number() -> JSONTree? {
        var text = ""
        func digits(_ reader: inout Reader) -> Bool {
            let found = reader.rest.prefix { ("0"..."9").contains($0) }
            text.unicodeScalars += found
            reader.rest = reader.rest.dropFirst(found.count)
            return !found.isEmpty
        }
        if take("-") { text += "-" }
        if take("0") { text += "0" } else if !digits(&self) { return nil }
        if take(".") {
            text += "."
            if !digits(&self) { return nil }
        }
        if rest.first == "e" || rest.first == "E" {
            text.unicodeScalars.append(rest.removeFirst())
            if rest.first == "+" || rest.first == "-" { text.unicodeScalars.append(rest.removeFirst()) }
            if !digits(&self) { return nil }
        }
        return .number(text)
    }
}
