public import SystemPackage

/// The lines of an earlier report that are sent again.
public struct ReplayPicks: Sendable {
    /// The path of the earlier report, which stays as it is.
    public var report: FilePath
    /// Lines that it has under one of these are sent.
    public var statuses: Set<Verdict.Status>

    /// The lines that the report has under one of `statuses`.
    public init(report: FilePath, statuses: Set<Verdict.Status>) {
        self.report = report
        self.statuses = statuses
    }
}
