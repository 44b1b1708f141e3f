package import SystemPackage

/// The input's own queue: blocking reads, cutting and checking of lines stay off the threads that deliver.
package actor InputReader: InputSource {
    private let queue = SerialQueue("mixport.input")
    nonisolated let meter: InputMeter?
    private let wakeUp: WakeUp
    private var flow: InputFlow

    package nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    package init(
        _ descriptor: FileDescriptor,
        limits: BatchLimits,
        format: FormatOptions = FormatOptions(),
        lineLimit: Int? = nil,
        replay: sending ReplayFilter? = nil,
        resume: sending ResumeFilter? = nil
    ) throws {
        let meter = InputMeter()
        self.meter = meter
        wakeUp = try WakeUp()
        let input = try InputDescriptor(descriptor, wakeUp: wakeUp)
        flow = InputFlow(
            ChunkReader(input),
            limits: limits,
            format: format,
            lineLimit: lineLimit,
            replay: replay,
            resume: resume,
            meter: meter
        )
    }

    /// The next lines, as soon as there are enough or the oldest has waited long enough.
    package func next(reusing spare: [UInt8]?) -> InputStep {
        flow.next(reusing: spare)
    }

    /// No more reading: `next` hands out what was read, then the end. A line that a pipe had begun is finished where
    /// its rest is at hand, unless this is called again.
    package nonisolated func stop() {
        wakeUp.wake()
    }
}
