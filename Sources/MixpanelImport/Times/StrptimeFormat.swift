/// A format of strptime(3), as the GNU C library reads it in the C locale, but independent of process-wide state.
///
/// Stricter in this: the format must name a day, the whole text must fit, the day must exist, and `%Z` takes only UTC,
/// GMT and Z, because other names are not unique. Flags (`%-d`) and the modifiers E and O change nothing, as there.
package struct StrptimeFormat: Sendable {
    /// White space of any amount, or none.
    enum Step: Sendable, Equatable {
        case blanks
        case literal(UInt8)
        case number(Field, ClosedRange<Int>, digits: Int)
        case name(Field)
        case secondsSinceEpoch
        case zone
        case zoneName
    }

    enum Field: UInt8, Sendable {
        case year, yearOfCentury, century, month, day, dayOfYear, hour, hourOfHalf, half, minute, second
        /// Read and not used.
        case week, weekday
    }

    let steps: [Step]

    package init(_ format: String) throws(StrptimeFormatError) {
        guard format.utf8.allSatisfy({ $0 < 0x80 }) else { throw .notASCII }
        steps = try Self.steps(format.utf8[...])
        try checkThatItIsATime()
    }

    /// May stand between `%` and the letter; they change how a time is written, not how it is read.
    static let flags = Array("_-0^#EO".utf8)

    private static func steps(_ format: Substring.UTF8View) throws(StrptimeFormatError) -> [Step] {
        var steps: [Step] = []
        var rest = format
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                let flags = rest.prefix { Self.flags.contains($0) }
                rest = rest.dropFirst(flags.count)
                steps += try expansion(of: rest.popFirst().map { Character(Unicode.Scalar($0)) })
            case 0x09...0x0D, UInt8(ascii: " "):
                steps.append(.blanks)
            default:
                steps.append(.literal(byte))
            }
        }
        return steps
    }

    private static func expansion(of letter: Character?) throws(StrptimeFormatError) -> [Step] {
        guard let letter else { throw .unknownSpecifier("%") }
        if let step = step(letter) { return [step] }
        let composite: String
        switch letter {
        case "c": composite = "%a %b %e %H:%M:%S %Y"
        case "D", "x": composite = "%m/%d/%y"
        case "F": composite = "%Y-%m-%d"
        case "R": composite = "%H:%M"
        case "r": composite = "%I:%M:%S %p"
        case "T", "X": composite = "%H:%M:%S"
        default: throw .unknownSpecifier("%\(letter)")
        }
        return try steps(composite.utf8[...])
    }

    private static func step(_ letter: Character) -> Step? {
        switch letter {
        case "Y": .number(.year, 0...9999, digits: 4)
        case "y": .number(.yearOfCentury, 0...99, digits: 2)
        case "C": .number(.century, 0...99, digits: 2)
        case "m": .number(.month, 1...12, digits: 2)
        case "b", "B", "h": .name(.month)
        case "d", "e": .number(.day, 1...31, digits: 2)
        case "j": .number(.dayOfYear, 1...366, digits: 3)
        case "H", "k": .number(.hour, 0...23, digits: 2)
        case "I", "l": .number(.hourOfHalf, 1...12, digits: 2)
        case "p": .name(.half)
        case "M": .number(.minute, 0...59, digits: 2)
        case "S": .number(.second, 0...60, digits: 2)
        case "a", "A": .name(.weekday)
        case "u": .number(.weekday, 1...7, digits: 1)
        case "w": .number(.weekday, 0...6, digits: 1)
        case "U", "W", "V": .number(.week, 0...53, digits: 2)
        case "g": .number(.week, 0...99, digits: 2)
        case "G": .number(.week, 0...9999, digits: 4)
        case "s": .secondsSinceEpoch
        case "z": .zone
        case "Z": .zoneName
        case "n", "t": .blanks
        case "%": .literal(UInt8(ascii: "%"))
        default: nil
        }
    }

    private func checkThatItIsATime() throws(StrptimeFormatError) {
        func has(_ field: Field) -> Bool {
            steps.contains { step in
                switch step {
                case .number(let other, _, _), .name(let other): other == field
                default: false
                }
            }
        }
        if steps.contains(.secondsSinceEpoch) { return }
        if !has(.year), !has(.yearOfCentury) { throw .missing("year (%Y)") }
        if !has(.dayOfYear), !has(.month) || !has(.day) { throw .missing("day (%m and %d)") }
        if has(.hourOfHalf), !has(.half) { throw .missing("%p beside %I") }
    }
}
