internal import MixpanelImport

/// One word of a fault: `name` or `name=value`.
struct FaultWord {
    var text: String
    var name: String
    var value: String?

    /// These take the rest of the fault as their value.
    private static let greedy: Set<String> = ["body", "raw", "records"]

    static func split(_ fault: String) throws(FaultSyntaxError) -> [FaultWord] {
        var words: [FaultWord] = []
        var rest = fault[...]
        while !rest.isEmpty {
            let name = rest.prefix { $0 != "=" && $0 != "," }
            let isGreedy = greedy.contains(String(name)) && rest.dropFirst(name.count).first == "="
            let text = isGreedy ? rest : rest[..<endOfWord(rest)]
            let hasValue = text.count > name.count
            let value = hasValue ? String(text.dropFirst(name.count + 1)) : nil
            words.append(FaultWord(text: String(text), name: name.trimmed, value: value))
            rest = rest.dropFirst(text.count + 1)
        }
        if words.isEmpty { throw FaultSyntaxError(word: fault, problem: "an empty fault") }
        return words
    }

    private static func endOfWord(_ text: Substring) -> Substring.Index {
        var isEscaped = false
        return text.firstIndex { character in
            defer { isEscaped = character == "\\" && !isEscaped }
            return character == "," && !isEscaped
        } ?? text.endIndex
    }

    func plain() throws(FaultSyntaxError) {
        if value != nil { throw FaultSyntaxError(word: text, problem: "takes no value") }
    }

    func string() throws(FaultSyntaxError) -> String {
        try read("a text") { $0 }
    }

    func bytes() throws(FaultSyntaxError) -> [UInt8] {
        try read("a text with the escapes \\r \\n \\t \\, \\\\ \\xFF", Self.unescaped)
    }

    func number() throws(FaultSyntaxError) -> Int {
        try read("a number from 1 on") { Int($0).flatMap { $0 >= 1 ? $0 : nil } }
    }

    func status() throws(FaultSyntaxError) -> Int {
        try read("a status from 100 to 999") { Int($0).flatMap { (100...999).contains($0) ? $0 : nil } }
    }

    func range(from minimum: Int) throws(FaultSyntaxError) -> ClosedRange<Int> {
        try read("a number or a range such as 3, 3-7 or 3-") { text in
            let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = Int(ends[0]), first >= minimum else { return nil }
            guard ends.count == 2 else { return first...first }
            guard let last = ends[1].isEmpty ? Int.max : Int(ends[1]), last >= first else { return nil }
            return first...last
        }
    }

    func probability() throws(FaultSyntaxError) -> Double {
        try read("a probability from 0 to 1") { Double($0).flatMap { (0...1).contains($0) ? $0 : nil } }
    }

    func size() throws(FaultSyntaxError) -> Int {
        try read("a size such as 500, 20k or 2MiB", Quantity.bytes)
    }

    func duration() throws(FaultSyntaxError) -> Duration {
        try read("a duration such as 250ms, 2s or 1m", Quantity.duration)
    }

    func read<Value>(_ wanted: String, _ parse: (String) -> Value?) throws(FaultSyntaxError) -> Value {
        guard let value, let parsed = parse(value) else {
            throw FaultSyntaxError(word: text, problem: "wants \(wanted)")
        }
        return parsed
    }

    private static func unescaped(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: ","): bytes.append(UInt8(ascii: ","))
            case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "x"):
                guard let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            default: return nil
            }
        }
        return bytes
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
