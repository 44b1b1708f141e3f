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

    /// Where in the format the fault is, in bytes; nil for something that is missing.
    package func offset(in format: String) -> Int? {
        let bytes = Array(format.utf8)
        switch self {
        case .missing: return nil
        case .notASCII: return bytes.firstIndex { $0 >= 0x80 }
        case .unknownSpecifier(let specifier):
            var rest = bytes[...]
            while let start = rest.firstIndex(of: UInt8(ascii: "%")) {
                let letter = rest[(start + 1)...].drop { StrptimeFormat.flags.contains($0) }
                if "%" + String(decoding: letter.prefix(1), as: UTF8.self) == specifier { return start }
                rest = letter.dropFirst()
            }
            return nil
        }
    }
}
