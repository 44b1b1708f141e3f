public import SystemPackage

/// Why the input could not be read to its end. Every line before the fault has been handed on.
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
