/// Why a format does not determine a time.
package enum StrptimeFormatError: Error, Equatable, CustomStringConvertible {
    case unknownSpecifier(String)
    /// What must be in a format so that each text has one time.
    case missing(String)
    case notASCII

    package var description: String {
        switch self {
        case .unknownSpecifier("%"): "the format ends in %; a percent sign is written %%"
        case .unknownSpecifier("%f"), .unknownSpecifier("%N"), .unknownSpecifier("%L"):
            "strptime knows no fractions of a second; the usual forms are read without a format"
        case .unknownSpecifier(let specifier): "strptime knows no \(specifier.debugDescription)"
        case .missing(let part): "the format has no \(part)"
        case .notASCII: "the format must be ASCII"
        }
    }
}
