/// Where batches come from: a descriptor, or events in memory.
protocol InputSource: Sendable {
    /// The next lines, then the end. `spare`: the bytes of a batch that nobody needs any more.
    func next(reusing spare: [UInt8]?) async -> InputStep
    /// No more reading: `next` hands out what was read, then the end. A second call cuts short what is still read.
    func stop()
    /// How much has been read; nil where nobody needs to know.
    var meter: InputMeter? { get }
}
