public import SystemPackage

/// What stands in the files of a run, seen at its end.
public struct WrittenFiles: Sendable {
    /// The report.
    public var report: WrittenFile
    /// The raw lines that were rejected.
    public var rejects: WrittenFile
    /// The raw lines that are undelivered or unknown.
    public var pending: WrittenFile
    /// False for a run whose input was refused at once: all files are as they were.
    public var hasBegun: Bool

    /// Report, rejects and pending.
    public var all: [WrittenFile] { [report, rejects, pending] }
}

/// What stands in one of the files.
public struct WrittenFile: Sendable {
    /// The path as given.
    public var path: FilePath
    /// Rows went to a descriptor: no path leads to them.
    public var isStream = false
    /// Bytes that were written.
    public var size: Int64
    /// Nothing of this run, or of the one that it resumes, was written there.
    public var isEmpty: Bool
    /// What others did to the file meanwhile.
    public var change: FileChange?

    /// The path leads to what was written.
    public var isThere: Bool { !isEmpty && !isStream && change != .moved && change != .replaced }
    /// It holds all that was written, and nothing else.
    public var isWhole: Bool { !isEmpty && change == nil }

    /// None was asked for.
    static let none = WrittenFile("", nil)

    init(_ path: FilePath, _ file: OutputFile?) {
        self.path = path
        size = file?.size ?? 0
        isEmpty = size == 0
        isStream = file?.isStream == true
        change = file?.change
    }
}
