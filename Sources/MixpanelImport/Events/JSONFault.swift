/// Where a line stops being JSON, and what the grammar asked for there.
struct JSONFault: Error {
    enum Expectation: UInt8 {
        case value
        case key
        case colon
        case commaOrBrace
        case commaOrBracket
        case literal
        case digit
        case noLeadingZero
        case stringCharacter
        case escape
        case hexDigit
        case utf8
        case fewerLevels
        case endOfLine
    }

    var offset: Int
    var expected: Expectation
}
