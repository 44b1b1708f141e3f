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
    /// The first bytes are those of something else, such as a zip archive; nothing of it has been handed on. With the
    /// shell command that makes lines of JSON of it, where there is one.
    case foreign(String, command: String?)
    /// The input ends within a JSON array: it was cut.
    case openArray
    /// The names of a table's columns take more bytes than a line may have.
    case headerTooLong(limit: Int)
    /// Mixpanel's export says of itself that it broke off.
    case exportBrokeOff
    /// A report that this input does not belong to.
    case mismatch(ReportMismatch)
}

extension InputError: CustomStringConvertible {
    /// A sentence without a full stop.
    public var description: String {
        switch self {
        case .unreadable(.badFileDescriptor): "the input is closed"
        case .unreadable(let error): "the input cannot be read: \(error.description)"
        case .failed(let error): "reading the input failed: \(error.description)"
        case .corruptGzip(let text, let bytes): "the gzip input is corrupt after \(bytes) inflated bytes: \(text)"
        case .truncatedGzip(let bytes): "the gzip input ends early, after \(bytes) inflated bytes"
        case .foreign(let noun, _): "the input is \(noun), not lines of JSON"
        case .openArray: "the input ends within a JSON array: it was cut"
        case .headerTooLong(let limit): "the names of the columns take more than the \(limit) bytes of a line"
        case .exportBrokeOff: "Mixpanel's export broke off: the input is not complete"
        case .mismatch(let mismatch): mismatch.description
        }
    }
}
