public import SystemPackage

/// The lines of an earlier report that are sent again.
public struct ReplayPicks: Sendable {
    public var report: FilePath
    public var statuses: Set<Verdict.Status>

    public init(report: FilePath, statuses: Set<Verdict.Status>) {
        self.report = report
        self.statuses = statuses
    }
}
