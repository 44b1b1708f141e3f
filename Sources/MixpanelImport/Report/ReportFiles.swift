public import SystemPackage

extension Report {
    /// The names of a report and of its companions, and what becomes of files that are there already.
    public struct Files: Sendable {
        /// A row for each line of the input. For rows that go to a stream, a name for people.
        public var report: FilePath
        /// Lines that were rejected. nil: their rows have them.
        public var rejects: FilePath?
        /// Lines that are undelivered or unknown, ready to be piped back in. nil: their rows have them.
        public var pending: FilePath?
        /// How the run ended, as one JSON object. Not written beside rows that go to a stream.
        public var summary: FilePath { Self.summary(of: report) }
        /// Rows go there, and no report is made.
        var stream: FileDescriptor?
        /// First field of each row, for rows of several runs that end in one place.
        public var source: String?
        /// What happens to files that are there already.
        public var existing = ExistingFilePolicy.refuse
        /// The report of another run whose lines are sent again; none of these files may be it.
        public var replayed: FilePath?

        /// Where none are given, the companions' names are made of the report's: `.rejects.ndjson` takes the place of
        /// `.ndjson`, `.jsonl` or `.json`, and is added to any other name.
        public init(report: FilePath, rejects: FilePath? = nil, pending: FilePath? = nil) {
            self.report = report
            self.rejects = rejects ?? Self.companion(of: report, "rejects")
            self.pending = pending ?? Self.companion(of: report, "pending")
        }

        /// Rows go to a descriptor as the run goes, and whoever reads it keeps them: nothing can be resumed. A row whose
        /// line is not imported has the line, as `raw`, or as `raw_base64` where that is not UTF-8, unless it goes to one
        /// of these files. A line that is too long to be held has neither.
        public init(rowsTo descriptor: FileDescriptor, rejects: FilePath? = nil, pending: FilePath? = nil) {
            stream = descriptor
            report = descriptor == .standardOutput ? "standard output" : "the stream of rows"
            self.rejects = rejects
            self.pending = pending
        }

        /// The name of a report's companion, `rejects` or `pending`, where none is given.
        package static func companion(of report: FilePath, _ name: String) -> FilePath {
            FilePath(bytes: stem(of: report).bytes + ".\(name).ndjson".utf8)
        }

        /// The name of the summary beside a report.
        package static func summary(of report: FilePath) -> FilePath {
            FilePath(bytes: stem(of: report).bytes + ".summary.json".utf8)
        }

        private static func stem(of report: FilePath) -> FilePath {
            var stem = report
            if let ending = report.extension, ["ndjson", "jsonl", "json"].contains(ending) { stem.extension = nil }
            return stem
        }

        /// A name that stands for two of the files.
        var duplicate: FilePath? {
            let companions = [rejects, pending].compactMap { $0.map(Place.init) }
            if companions.count == 2, companions[0] == companions[1] { return rejects }
            guard stream == nil else { return nil }
            if ([Place(report)] + companions).contains(Place(summary)) { return summary }
            return companions.contains(Place(report)) ? report : nil
        }

        /// A name that leads to the report that is replayed.
        var overReplayed: FilePath? {
            guard let replayed = replayed.flatMap({ FileIdentity($0) }) else { return nil }
            if let stream, (try? Stat(stream)).map(FileIdentity.init) == replayed { return report }
            let own = stream == nil ? [report, summary] : []
            let named = own + [rejects, pending].compactMap(\.self)
            return named.first { FileIdentity($0) == replayed }
        }
    }
}

/// Where a name leads, whether or not there is a file yet: two names can differ and lead to the same place.
private enum Place: Hashable {
    case file(FileIdentity)
    case inDirectory(FileIdentity, FilePath.Component)
    case nowhere(FilePath)

    init(_ path: FilePath) {
        if let file = FileIdentity(path, followTargetSymlink: false) {
            self = .file(file)
        } else if let directory = FileIdentity(path.directory), let name = path.lastComponent {
            self = .inDirectory(directory, name)
        } else {
            self = .nowhere(path.lexicallyNormalized())
        }
    }
}
