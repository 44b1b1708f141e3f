internal import Synchronization

/// How much of the input has been read, for other tasks to look at.
package final class InputMeter: Sendable {
    private let readLines = Atomic(0)
    private let readBytes = Atomic(0)

    package init() {}

    /// Lines that were cut, also those that an earlier report has; as of the latest chunk.
    package var lines: Int { readLines.load(ordering: .relaxed) }
    /// Of plain text: those of a gzip stream count as they come out of it.
    package var bytes: Int { readBytes.load(ordering: .relaxed) }

    func add(bytes: Int, lines: Int) {
        readBytes.add(bytes, ordering: .relaxed)
        readLines.store(lines, ordering: .relaxed)
    }
}
