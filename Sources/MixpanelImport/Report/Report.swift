internal import SystemPackage

/// The files that have the verdicts of a run: the report, and the raw lines of what is not imported.
///
/// They are written to on a queue of their own, so that a slow disk, or a slow reader of a stream, holds up no answer and
/// no request to stop.
public actor Report: VerdictSink {
    /// The names that it was opened with.
    public nonisolated let files: Files
    private let queue = SerialQueue("mixport.output")
    private let writer: DescriptorWriter?
    private let file: ReportFile
    private var error: OutputError?

    /// The queue that the files are written to on.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Creates or opens the files, so that what cannot be written is known before anything is sent.
    public init(_ files: Files) throws(OutputError) {
        self.files = files
        writer = files.stream.map(DescriptorWriter.init)
        file = try ReportFile(files, rowsTo: writer)
    }

    /// What stands in the files now.
    public var written: WrittenFiles { file.written }

    /// How many of the run's imported events have which name, and are of which day.
    package var events: EventCounts { file.events }

    /// Writes the companion of the report that says how the run ended, once it has.
    package func write(summary object: [UInt8]) throws(OutputError) {
        try file.write(summary: object)
    }

    /// For a run that did not begin after all.
    public func discardIfNew() {
        file.discardIfNew()
    }

    nonisolated func abandon() {
        writer?.endPatience()
    }

    func write(_ outputs: [Output]) -> OutputState {
        do throws(OutputError) {
            for output in outputs where error == nil { try write(output) }
        } catch {
            self.error = error
        }
        return OutputState(counts: file.counts, reasons: file.reasons, error: error)
    }

    private func write(_ output: Output) throws(OutputError) {
        switch output {
        case .begin: try file.begin()
        case .resume(let point): try file.resume(at: point)
        case .batch(let batch): try file.append(batch)
        case .part(let part, let limit): try file.append(part, limit: limit)
        case .sync: try file.sync()
        }
    }

    /// Whether there are rows of an earlier run.
    var isResumed: Bool { file.isBehind }

    /// None of the files may be the one that is imported; nothing has been changed yet.
    func checkIsNotInput(_ descriptor: FileDescriptor) throws(OutputError) {
        try file.checkIsNotInput(descriptor)
    }

    /// The lines that follow are elements of arrays.
    func setLineForm(_ form: ExplodedLineForm?) { file.lineForm = form }

    /// The rows of the run that this one resumes.
    func rowsToResume() throws(OutputError) -> sending RowReader? { try file.rowsToResume() }

    /// The raw lines of that run.
    func rawLinesToResume() throws(OutputError) -> sending (rejects: RawLinesMatcher?, pending: RawLinesMatcher?) {
        try file.rawLinesToResume()
    }
}
