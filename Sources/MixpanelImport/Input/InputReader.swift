internal import Dispatch
package import SystemPackage

/// The input's own thread: blocking reads, cutting and checking of lines stay off the threads that deliver.
package actor InputReader: InputSource {
    private let thread = InputQueue()
    private let wakeUp: WakeUp
    private var reader: BatchReader

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    package init(_ descriptor: FileDescriptor, limits: BatchLimits, resumeFilter: sending ResumeFilter) throws {
        wakeUp = try WakeUp()
        let input = try InputDescriptor(descriptor, wakeUp: wakeUp)
        reader = BatchReader(ChunkReader(input), limits: limits, resumeFilter: resumeFilter)
    }

    /// The next lines, as soon as there are enough or the oldest has waited long enough.
    package func next() -> InputStep {
        reader.next()
    }

    /// No more reading: `next` hands out what was read, then the end. A line that a pipe had begun is finished where its
    /// rest is at hand, unless this is called again.
    package nonisolated func stop() {
        wakeUp.wake()
    }
}

private final class InputQueue: SerialExecutor {
    private let queue = DispatchQueue(label: "mixport.input")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
