package enum GzipError: Error, Equatable {
    /// The bytes are no gzip stream, or a damaged one; the text is zlib's own reason.
    case corrupt(String)
    /// The input ended inside a member.
    case truncated
}
