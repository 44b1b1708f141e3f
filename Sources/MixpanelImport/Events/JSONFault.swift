/// Where a line stops being JSON, and what the grammar asked for there. Becomes an `EventFault`, with a sentence, only
/// off the hot path.
struct JSONFault: Error {
    enum Expectation: UInt8 {
        case value
        case literal
        case digit
        case noLeadingZero
        case key
        case colon
        case commaOrBrace
        case commaOrBracket
        case endOfLine
        case stringCharacter
        case escape
        case hexDigit
        case utf8
        case fewerLevels
    }

    var offset: Int
    var expected: Expectation
}

extension EventFault {
    init(_ fault: JSONFault, in line: JSONLine) {
        let position = line.start + fault.offset
        let isUTF8 = line.byte(at: position) < 0x80 || line.multibyteLength(at: position) > 0
        let message: String
        if !isUTF8 {
            message = "\(line.found(at: position)) does not begin a valid UTF-8 sequence."
        } else if fault.expected == .fewerLevels {
            message = "More than \(JSONLine.maximumLevel) levels of nesting."
        } else if fault.expected == .stringCharacter, position < line.end {
            message = "Control character \(line.found(at: position)) in a string; it must be escaped."
        } else {
            let hint = line.hint(fault.expected, at: position).map { "; \($0)" } ?? ""
            message = "Expected \(fault.expected.noun), found \(line.found(at: position))\(hint)."
        }
        let reason: Reason = !isUTF8 ? .notUTF8 : fault.expected == .fewerLevels ? .tooDeep : .notJSON
        self.init(reason: reason, column: fault.offset + 1, message: message)
    }
}

extension JSONFault.Expectation {
    fileprivate var noun: String {
        switch self {
        case .value: "a value"
        case .literal: "true, false or null"
        case .digit: "a digit"
        case .noLeadingZero: "no digit after a leading zero"
        case .key: "a key in double quotes"
        case .colon: "':' after a key"
        case .commaOrBrace: "',' or '}'"
        case .commaOrBracket: "',' or ']'"
        case .endOfLine: "the end of the line"
        case .stringCharacter: "'\"' at the end of a string"
        case .escape: "one of \"\\/bfnrtu after a backslash"
        case .hexDigit: "four hexadecimal digits after \\u"
        case .utf8: "UTF-8"
        case .fewerLevels: "fewer levels"
        }
    }
}

extension JSONLine {
    fileprivate func found(at position: Position) -> String {
        if position == end { return "the end of the line" }
        let byte = byte(at: position)
        if 0x20..<0x7F ~= byte { return "'\(Unicode.Scalar(byte))'" }
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 0x10 ? "0x0\(digits)" : "0x\(digits)"
    }

    fileprivate func hint(_ expected: JSONFault.Expectation, at position: Position) -> String? {
        if has("\u{FEFF}", at: position) { return "a byte order mark may stand only at the start of the input" }
        switch (expected, byte(at: position)) {
        case (.value, UInt8(ascii: "}")), (.value, UInt8(ascii: "]")), (.key, UInt8(ascii: "}")):
            return isAfterComma(position) ? "a trailing comma is not JSON" : nil
        case (.value, UInt8(ascii: "'")), (.key, UInt8(ascii: "'")):
            return "strings and keys stand in double quotes"
        case (.value, UInt8(ascii: "/")), (.key, UInt8(ascii: "/")), (.endOfLine, UInt8(ascii: "/")),
            (.commaOrBrace, UInt8(ascii: "/")), (.commaOrBracket, UInt8(ascii: "/")):
            return "JSON has no comments"
        case (.value, UInt8(ascii: "N")), (.value, UInt8(ascii: "I")), (.digit, UInt8(ascii: "I")),
            (.literal, UInt8(ascii: "a")):
            return "NaN and Infinity are not JSON"
        case (.endOfLine, UInt8(ascii: "{")), (.endOfLine, UInt8(ascii: "[")):
            return "one event per line"
        default:
            return nil
        }
    }

    private func isAfterComma(_ position: Position) -> Bool {
        var position = position
        while position > start {
            position -= 1
            if byte(at: position) > UInt8(ascii: " ") { return byte(at: position) == UInt8(ascii: ",") }
        }
        return false
    }
}
