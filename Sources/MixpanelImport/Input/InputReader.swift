internal import Dispatch
package import SystemPackage

/// The input's own thread: blocking reads, cutting and checking of lines stay off the threads that deliver.
package actor InputReader {
    private let thread = InputQueue()
    private let wakeUp: WakeUp
    private var flow: InputFlow

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    package init(
        _ descriptor: FileDescriptor,
        limits: BatchLimits,
        replay: sending ReplayFilter? = nil,
        resume: sending ResumeFilter? = nil
    ) throws {
        wakeUp = try WakeUp()
        let input = try InputDescriptor(descriptor, wakeUp: wakeUp)
        flow = InputFlow(ChunkReader(input), limits: limits, replay: replay, resume: resume)
    }

    /// The next lines, as soon as there are enough or the oldest has waited long enough.
    package func next() -> InputStep {
        flow.next()
    }

    /// No more reading: `next` hands out what was read, then the end.
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
