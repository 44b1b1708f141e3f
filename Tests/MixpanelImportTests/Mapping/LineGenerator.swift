import MixpanelImport

/// Random lines of input: JSON with all the oddities that it allows, some of it broken.
struct LineGenerator {
    var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements.randomElement(using: &random)! }

    mutating func line() -> [UInt8] {
        var bytes = Array(object(levels: 4).utf8)
        switch Int.random(in: 0..<20, using: &random) {
        case 0: bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        case 2: bytes.remove(at: Int.random(in: bytes.indices, using: &random))
        case 3: bytes = Array("2024-05-01 {x ".utf8) + bytes
        default: break
        }
        return bytes
    }

    mutating func value(levels: Int) -> String {
        switch Int.random(in: 0..<(levels > 0 ? 12 : 7), using: &random) {
        case 0: pick(["null", "true", "false"])
        case 1, 2: pick(["0", "-0.0", "1e400", "0.10", "1700000000", "12345678901234567890.5E-7", "-1"])
        case 3:
            pick([#""\ud800""#, #""\ud83d\ude00é\/""#, #""\u0000\"\\""#, #""""#, #""1700000000123""#, #""undefined""#])
        case 4:
            pick([
                #""{\"a\":1,\"event\":\"I\",\"b\":[{\"key\":\"k\",\"value\":2}]}""#, #""x {\"a\":{}} y""#, #""[]""#,
                #""{\"a\":""#,
            ])
        case 5, 6: pick([#""track""#, #""E""#, #""plain text""#, #""2024-05-01T00:00:00Z""#])
        case 7:
            "["
                + (0..<Int.random(in: 0...3, using: &random)).map { _ in value(levels: levels - 1) }.joined(
                    separator: blank() + ","
                ) + "]"
        case 8:
            "["
                + (0..<Int.random(in: 0...3, using: &random)).map { _ in entry(levels: levels - 1) }.joined(
                    separator: ","
                ) + "]"
        default: object(levels: levels)
        }
    }

    private mutating func entry(levels: Int) -> String {
        let value = pick([value(levels: levels), #"{"int_value":"7"}"#, #"{"string_value":null,"double_value":2.50}"#])
        return #"{"key":\#(pick([#""a""#, #""\u0061""#, #""z""#, "1"])),"value":\#(value)}"#
    }

    mutating func object(levels: Int) -> String {
        let names = [
            "a", "b", "\\u0061", "a_", "bx", "a.b", "event", "properties", "time", "timestamp", "distinct_id",
            "$insert_id", "type",
            "message", "m", "event_params", "event_name", "event_timestamp", "context", "ip", "ip_", "token", "\\ud800",
            "\\\"", "",
        ]
        let members = (0..<Int.random(in: 0...8, using: &random)).map { _ in
            "\"\(pick(names))\"\(blank()):\(blank())\(value(levels: levels - 1))\(blank())"
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    private mutating func blank() -> String { pick(["", "", "", "", " ", "\r", "\n", "\t "]) }
}
