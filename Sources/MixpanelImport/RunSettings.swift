/// What one run is told, beside the options that all runs of an importer share.
struct RunSettings {
    var options: ImportOptions
    var deadline: ContinuousClock.Instant?
    /// How long requests in flight may finish once patience is over.
    var graceAfterOutage: Duration
    /// Only lines of an earlier report are sent.
    var isReplay = false
    /// The earlier report has lines that the service took.
    var isRepetition = false
    /// The report has rows of an earlier run.
    var isResume = false
}
