package enum GzipError: Error, Equatable {
    /// The bytes are no gzip stream, or a damaged one; the text is zlib's own reason.
    case corrupt(String)
    /// The input ended inside a member.
    case truncated
}

extension GzipError: CustomStringConvertible {
    /// What happened to the stream, for people; zlib's own words stand where they say more.
    package var description: String {
        switch self {
        case .truncated: "it ends in the middle of a member"
        case .corrupt("incorrect data check"), .corrupt("incorrect length check"):
            "the text is not the one that was compressed (its checksum or length is another)"
        case .corrupt("incorrect header check"), .corrupt("unknown compression method"),
            .corrupt("unknown header flags set"), .corrupt("header crc mismatch"):
            "a member does not begin as gzip does"
        case .corrupt("trailing garbage"): "what follows the last member is no gzip"
        case .corrupt(let reason): "the compressed bytes are damaged (\(reason))"
        }
    }
}
