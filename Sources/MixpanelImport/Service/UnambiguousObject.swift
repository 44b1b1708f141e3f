/// A JSON object in which no object has two members of one name: a JSON decoder shows one of them or the other.
enum UnambiguousObject {
    /// By RFC 8259, with nothing but whitespace around it. Names are compared as what they stand for, however they are
    /// spelt.
    static func isWhole(of body: [UInt8]) -> Bool {
        // Some servers begin with a byte order mark.
        let body = body.starts(with: [0xEF, 0xBB, 0xBF]) ? body[3...] : body[...]
        return body.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return false }
            let text = JSONLine(start: start, end: start + bytes.count)
            do throws(JSONFault) {
                let object = text.skipWhitespace(start)
                guard text.byte(at: object) == UInt8(ascii: "{") else { return false }
                let end = try text.container(at: object, level: 1)
                guard text.skipWhitespace(end) == text.end else { return false }
                return try hasDistinctNames(text, from: object)
            } catch {
                return false
            }
        }
    }

    /// Of text that is known to be JSON.
    private static func hasDistinctNames(_ text: JSONLine, from start: JSONLine.Position) throws(JSONFault) -> Bool {
        // The names so far of each object that is open; nil for an array.
        var open: [Set<String>?] = []
        var position = start
        while position < text.end {
            switch text.byte(at: position) {
            case UInt8(ascii: "{"): open.append([])
            case UInt8(ascii: "["): open.append(nil)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): open.removeLast()
            case UInt8(ascii: "\""):
                let token = UnsafeRawBufferPointer(start: position, count: try text.string(at: position).end - position)
                position += token.count
                guard text.byte(at: text.skipWhitespace(position)) == UInt8(ascii: ":") else { continue }
                let name = JSONString.withContents(of: token) { String(decoding: $0, as: UTF8.self) }
                guard open[open.count - 1]?.insert(name).inserted == true else { return false }
                continue
            default: break
            }
            position += 1
        }
        return true
    }
}
