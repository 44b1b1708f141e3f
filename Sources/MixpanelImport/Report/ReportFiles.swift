public import SystemPackage

extension Report {
    /// The names of a report and of its companions, and what becomes of files that are there already.
    public struct Files: Sendable {
        /// A row for each line of the input.
        public var report: FilePath
        /// Lines that were rejected.
        public var rejects: FilePath
        /// Lines that are undelivered or unknown, ready to be piped back in.
        public var pending: FilePath
        /// How the run ended, as one JSON object.
        public var summary: FilePath { FilePath(bytes: Self.stem(of: report).bytes + ".summary.json".utf8) }
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

        private static func companion(of report: FilePath, _ name: String) -> FilePath {
            FilePath(bytes: stem(of: report).bytes + ".\(name).ndjson".utf8)
        }

        private static func stem(of report: FilePath) -> FilePath {
            var stem = report
            if let ending = report.extension, ["ndjson", "jsonl", "json"].contains(ending) { stem.extension = nil }
            return stem
        }

        /// A name that stands for two of the files.
        var duplicate: FilePath? {
            let places = [report, rejects, pending].map(Place.init)
            if places[1] == places[2] { return rejects }
            if places.contains(Place(summary)) { return summary }
            return places[1...].contains(places[0]) ? report : nil
        }

        /// A name that leads to the report that is replayed.
        var overReplayed: FilePath? {
            guard let replayed = replayed.flatMap({ FileIdentity($0) }) else { return nil }
            return [report, rejects, pending, summary].first { FileIdentity($0) == replayed }
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
