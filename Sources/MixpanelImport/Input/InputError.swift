public import SystemPackage

/// Why the input could not be read to its end. Every line before the fault has been handed on.
@nonexhaustive
public enum InputError: Error, Equatable {
    /// The descriptor is not open for reading, or is a directory.
    case unreadable(Errno)
    /// `read` failed in the middle.
    case failed(Errno)
    /// The gzip stream is broken at this many bytes of inflated output.
    case corruptGzip(String, inflatedBytes: Int)
    /// The gzip stream ends within a member, after this many bytes of inflated output.
    case truncatedGzip(inflatedBytes: Int)
    /// Text in 16-bit units, which is not NDJSON.
    case utf16
    /// A report that this input does not belong to.
    case mismatch(ReportMismatch)
}

extension InputError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(.badFileDescriptor): "the input is closed"
        case .unreadable(let error): "the input cannot be read: \(error.description)"
        case .failed(let error): "reading the input failed: \(error.description)"
        case .corruptGzip(let text, let bytes): "the gzip input is corrupt after \(bytes) inflated bytes: \(text)"
        case .truncatedGzip(let bytes): "the gzip input ends early, after \(bytes) inflated bytes"
        case .utf16: "the input is UTF-16"
        case .mismatch(let mismatch): mismatch.description
        }
    }
}
