/// What the bytes of a time say.
package enum TimeReading: Sendable, Equatable {
    /// Since 1970-01-01T00:00:00Z, and after it. Finer parts are cut off, never rounded, so that no time gets into the
    /// next day.
    case milliseconds(Int64)
    /// null, or text without a character that is not blank.
    case missing
    /// The offset is in bytes from the start of what was read; in text with escapes, of the unescaped text.
    case bad(offset: Int, TimeFault)
}

/// Why a time cannot be read.
package enum TimeFault: UInt8, Sendable {
    case unknownForm
    case wrongKind
    case numberOfDigits
    case noSuchDay
    case noSuchTimeOfDay
    case noSuchOffset
    case unknownZone
    case notAfter1970
}

extension TimeFault {
    /// One sentence for people.
    package var message: String {
        switch self {
        case .unknownForm: "The time is of no known form; --time-format describes others."
        case .wrongKind: "A time must be a number, text or an object with a date."
        case .numberOfDigits:
            "A time as a number has 9 or 10 digits before the point (seconds), 12 or 13 (milliseconds), "
                + "15 or 16 (microseconds) or 18 or 19 (nanoseconds)."
        case .noSuchDay: "The calendar has no such day."
        case .noSuchTimeOfDay: "The clock shows no such time of day; 00:00:00 to 23:59:59 do."
        case .noSuchOffset: "The offset from UTC must be Z, UTC or like +05:30."
        case .unknownZone: "The time zone is not known."
        case .notAfter1970: "The time is not after 1970-01-01T00:00:00Z."
        }
    }
}
