/// The members of an object at the beginning of some text, as far as they can be read.
struct ObjectOutline {
    struct Member {
        var name: String
        /// JSON.
        var value: [UInt8]
    }

    private(set) var members: [Member] = []

    /// nil where the text does not begin with an object.
    init?(_ text: [UInt8]) {
        let isObject = text.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            let line = JSONLine(start: base, end: base + bytes.count)
            let start = line.skipWhitespace(base)
            guard line.byte(at: start) == UInt8(ascii: "{") else { return false }
            do throws(JSONFault) {
                try read(line, from: line.skipWhitespace(start + 1))
            } catch {
                // What comes before the fault is an outline, too.
            }
            return true
        }
        if !isObject { return nil }
    }

    private mutating func read(_ line: JSONLine, from start: JSONLine.Position) throws(JSONFault) {
        var position = start
        while line.byte(at: position) != UInt8(ascii: "}") {
            let key = try line.key(at: position)
            let value = try line.skipColon(key.end)
            let end = try line.value(at: value, level: 1).end
            let token = UnsafeRawBufferPointer(start: key.start, count: key.end - key.start)
            let name = JSONString.withContents(of: token) { String(decoding: $0, as: UTF8.self) }
            members.append(Member(name: name, value: Array(UnsafeRawBufferPointer(start: value, count: end - value))))
            position = try line.nextMember(after: end)
        }
    }

    var names: [String] { members.map(\.name) }

    func has(_ names: String...) -> Bool { names.allSatisfy { value($0) != nil } }

    func hasAny(_ names: String...) -> Bool { names.contains { value($0) != nil } }

    /// JSON; of equal names the last counts, and null counts as missing.
    func value(_ name: String) -> [UInt8]? {
        members.last { $0.name == name }.flatMap { $0.value.first == UInt8(ascii: "n") ? nil : $0.value }
    }

    func text(_ name: String) -> [UInt8]? { value(name).flatMap(Self.text) }

    /// An object, or the first one in a text.
    func object(_ name: String) -> ObjectOutline? { value(name).flatMap(Self.object) }

    /// That of an array of objects.
    func firstElement(_ name: String) -> ObjectOutline? {
        elements(name, most: 1).first
    }

    /// The objects among the first elements of an array.
    func elements(_ name: String, most: Int = 16) -> [ObjectOutline] {
        guard let array = value(name), array.first == UInt8(ascii: "[") else { return [] }
        var objects: [ObjectOutline] = []
        var next = 1
        for _ in 0..<most {
            guard let element = JSONMember.element(at: next, in: array) else { break }
            next = element.next
            if let object = ObjectOutline(Array(array[element.range])) { objects.append(object) }
        }
        return objects
    }

    /// An event as Mixpanel takes it.
    var isEvent: Bool { has("event") && object("properties") != nil }

    /// Whether the value is there, and neither object nor array.
    func hasScalar(_ name: String) -> Bool {
        value(name).map { $0.first != UInt8(ascii: "{") && $0.first != UInt8(ascii: "[") } ?? false
    }

    private static func text(_ value: [UInt8]) -> [UInt8]? {
        guard value.first == UInt8(ascii: "\""), value.count >= 2 else { return nil }
        return value.withUnsafeBytes { JSONString.withContents(of: $0) { Array($0) } }
    }

    private static func object(_ value: [UInt8]) -> ObjectOutline? {
        if value.first == UInt8(ascii: "{") { return ObjectOutline(value) }
        guard let text = text(value), let start = text.withUnsafeBytes(ObjectStart.offset) else { return nil }
        return ObjectOutline(Array(text[start...]))
    }
}
