import MixpanelImport

/// RFC 8259 once more, as plainly as can be: recursive descent, a byte at a time, a tree in memory. What the scanner says
/// of a line is compared with what this says.
struct SlowJSONReader {
    struct Fault: Error {
        var position: Int
        var isTooDeep = false
    }

    struct Node {
        var kind: EventScan.Kind
        var range: Range<Int>
        var members: [(keyStart: Int, key: [Int], value: Node)] = []
    }

    let bytes: [UInt8]
    var position = 0

    static func read(_ bytes: [UInt8]) -> ScannedLine {
        var reader = SlowJSONReader(bytes: bytes)
        do throws(Fault) {
            reader.skipWhitespace()
            if reader.position == bytes.count { return ScannedLine("blank") }
            let root = try reader.value(depth: 1)
            reader.skipWhitespace()
            if reader.position < bytes.count { throw Fault(position: reader.position) }
            return judge(root)
        } catch {
            let isUTF8 = error.position == bytes.count || reader.characterLength(error.position) != nil
            let reason: Reason = error.isTooDeep ? .tooDeep : isUTF8 ? .notJSON : .notUTF8
            return .fault(reason, column: error.position + 1)
        }
    }

    private static func judge(_ root: Node) -> ScannedLine {
        if root.kind != .object { return .fault(.notObject, column: root.range.lowerBound + 1) }
        let lists = root.members.filter { $0.key == spelled("properties") && $0.value.kind == .object }
        var seconds = ["event", "properties"].compactMap { second($0, in: root) }
        for list in lists {
            seconds += ["time", "distinct_id", "$insert_id"].compactMap { second($0, in: list.value) }
        }
        if let second = seconds.min() { return .fault(.duplicateKey, column: second + 1) }
        let event = first("event", in: root)
        if event?.kind != .string { return .fault(.missingEvent, column: event.map { $0.range.lowerBound + 1 }) }
        guard let properties = first("properties", in: root), properties.kind == .object else {
            return .fault(.missingProperties, column: first("properties", in: root).map { $0.range.lowerBound + 1 })
        }
        let inner = ["time", "distinct_id", "$insert_id"].map { first($0, in: properties) }
        let parts = ([event, properties] + inner).map { node in
            node.map { EventScan.Value(kind: $0.kind, start: $0.range.lowerBound, end: $0.range.upperBound) }
        }
        return ScannedLine(ScannedLine.event(root.range, parts: parts, propertyCount: properties.members.count))
    }

    private static func spelled(_ name: String) -> [Int] { name.utf8.map(Int.init) }

    private static func first(_ name: String, in node: Node) -> Node? {
        node.members.first { $0.key == spelled(name) }?.value
    }

    private static func second(_ name: String, in node: Node) -> Int? {
        node.members.filter { $0.key == spelled(name) }.dropFirst().first?.keyStart
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipWhitespace() {
        while let next, [0x20, 0x09, 0x0A, 0x0D].contains(next) { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) throws(Fault) {
        if next != UInt8(ascii: character) { throw Fault(position: position) }
        position += 1
    }

    private mutating func takes(_ characters: String) -> Bool {
        guard let next, characters.utf8.contains(next) else { return false }
        position += 1
        return true
    }

    mutating func value(depth: Int) throws(Fault) -> Node {
        let start = position
        var node: Node
        switch next.map({ Unicode.Scalar($0) }) {
        case "{": node = try container(depth, .object, "}")
        case "[": node = try container(depth, .array, "]")
        case "\"":
            _ = try string()
            node = Node(kind: .string, range: 0..<0)
        case "t": node = try literal("true", .boolean)
        case "f": node = try literal("false", .boolean)
        case "n": node = try literal("null", .null)
        default: node = try number()
        }
        node.range = start..<position
        return node
    }

    private mutating func literal(_ text: String, _ kind: EventScan.Kind) throws(Fault) -> Node {
        for scalar in text.unicodeScalars { try take(scalar) }
        return Node(kind: kind, range: 0..<0)
    }

    private mutating func container(
        _ depth: Int,
        _ kind: EventScan.Kind,
        _ close: Unicode.Scalar
    ) throws(Fault) -> Node {
        if depth > 128 { throw Fault(position: position, isTooDeep: true) }
        var node = Node(kind: kind, range: 0..<0)
        position += 1
        skipWhitespace()
        if takes(String(close)) { return node }
        repeat {
            skipWhitespace()
            let keyStart = position
            var key: [Int] = []
            if kind == .object {
                key = try string()
                skipWhitespace()
                try take(":")
                skipWhitespace()
            }
            node.members.append((keyStart, key, try value(depth: depth + 1)))
            skipWhitespace()
        } while takes(",")
        try take(close)
        return node
    }

    private mutating func number() throws(Fault) -> Node {
        let isNegative = takes("-")
        if !isNegative, next.map({ 0x30...0x39 ~= $0 }) != true { throw Fault(position: position) }
        if takes("0") {
            if let next, 0x30...0x39 ~= next { throw Fault(position: position) }
        } else {
            try digits()
        }
        if takes(".") { try digits() }
        if takes("eE") {
            _ = takes("+-")
            try digits()
        }
        return Node(kind: .number, range: 0..<0)
    }

    private mutating func digits() throws(Fault) {
        if !takes("0123456789") { throw Fault(position: position) }
        while takes("0123456789") {}
    }

    /// The string's bytes, where escapes stand for UTF-16 code units, set apart from bytes by their size if not ASCII.
    private mutating func string() throws(Fault) -> [Int] {
        try take("\"")
        var characters: [Int] = []
        while !takes("\"") {
            guard let first = next, first >= 0x20 else { throw Fault(position: position) }
            if takes("\\") {
                characters.append(try escape())
            } else {
                guard let length = characterLength(position) else { throw Fault(position: position) }
                characters += bytes[position..<position + length].map(Int.init)
                position += length
            }
        }
        return characters
    }

    private mutating func escape() throws(Fault) -> Int {
        if takes("\"\\/bfnrt") { return 0x20_0000 + Int(bytes[position - 1]) }
        try take("u")
        for _ in 0..<4 where !takes("0123456789abcdefABCDEF") { throw Fault(position: position) }
        let unit = Int(String(decoding: bytes[position - 4..<position], as: UTF8.self), radix: 16) ?? 0
        return unit < 0x80 ? unit : unit + 0x10_0000
    }

    /// The standard library is the judge of UTF-8.
    private func characterLength(_ start: Int) -> Int? {
        (1...4).first { length in
            start + length <= bytes.count && String(validating: bytes[start..<start + length], as: UTF8.self) != nil
        }
    }
}
