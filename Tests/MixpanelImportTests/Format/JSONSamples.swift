import MixpanelImport

/// Generated inputs of JSON values, many of them damaged.
enum JSONSamples {
    static func input(using random: inout SeededRandom) -> [UInt8] {
        var text = ""
        let isArray = Bool.random(using: &random)
        if isArray { text += pick(["[", "[\n", " [ ", "[\n  "], &random) }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            text += value(depth: 0, &random)
            text += pick(
                [",", ",\n", "\n", "", " , ", "\r\n", "\u{1E}", "\n\u{1E}", "\u{FEFF}", ",\n ", ",\n  ", "\n  "],
                &random
            )
        }
        if isArray, Int.random(in: 0..<8, using: &random) > 0 { text += pick(["]", "\n]", "]\n"], &random) }
        var bytes = Array(text.utf8)
        for _ in 0..<pick([0, 0, 1, 1, 2, 5], &random) where !bytes.isEmpty { damage(&bytes, &random) }
        return bytes
    }

    private static func value(depth: Int, _ random: inout SeededRandom) -> String {
        let gap = pick(["", "", " ", "\n", "\n  ", "\r\n", "\t"], &random)
        let kind = Int.random(in: 0..<(depth > 2 ? 4 : 8), using: &random)
        switch kind {
        case 0: return pick(["0", "-1", "12.5", "1e5", "-0.0E-3", "123456789012345678", "1E+2"], &random)
        case 1: return pick(["true", "false", "null"], &random)
        case 2, 3: return string(&random)
        case 4, 5, 6:
            let members = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                "\(gap)\(string(&random))\(gap):\(gap)\(value(depth: depth + 1, &random))\(gap)"
            }
            return "{\(members.joined(separator: ","))\(gap)}"
        default:
            let elements = (0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth + 1, &random) }
            return "[\(gap)\(elements.joined(separator: "\(gap),\(gap)"))\(gap)]"
        }
    }

    private static func string(_ random: inout SeededRandom) -> String {
        let parts = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            pick(
                ["a", "event", "\\\"", "\\n", "\\u00e4", "ü", "€", "𝄞", "{", "]", ",", " ", "long enough for words"],
                &random
            )
        }
        return "\"\(parts.joined())\""
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let position = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.remove(at: position)
        case 1: bytes.removeSubrange(position...)
        case 2: bytes[position] = UInt8.random(in: .min ... .max, using: &random)
        case 3: bytes.insert(pick(Array("{}[],:\"\\ \n\r\t0-e.tfn\u{1E}\u{0}".utf8), &random), at: position)
        case 4:
            bytes.insert(
                contentsOf: pick(["\n{", "\n[", "\n]", ",\n{", "\n\n", "\r\n{", "\n  {"], &random).utf8,
                at: position
            )
        default: bytes.insert(pick([0x80, 0xC2, 0xE2, 0xEF, 0xED, 0xF0, 0xF4, 0xFF], &random), at: position)
        }
    }

    static func pick<Value>(_ values: [Value], _ random: inout SeededRandom) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}
