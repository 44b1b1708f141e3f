/// What one run is told, beside the options that all runs of an importer share.
struct RunSettings {
    var options: ImportOptions
    var deadline: ContinuousClock.Instant?
    /// How long requests in flight may finish once patience is over.
    var graceAfterOutage: Duration
    /// Only lines of an earlier report are sent.
    var isReplay = false
    /// The service took other lines than these in the run of the earlier report.
    var isRepetition = false
    /// The report has rows of an earlier run.
    var isResume = false
}
