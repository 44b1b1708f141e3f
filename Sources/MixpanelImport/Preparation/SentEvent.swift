/// An event as it is sent, for people to look at.
package struct SentEvent: Sendable {
    /// More than anybody looks at.
    private static let mostBytes = 4_096

    /// From 1.
    package let line: Int
    /// Its bytes, or the first of them.
    package let bytes: [UInt8]

    init(_ index: Int, of batch: borrowing PreparedBatch) {
        line = batch.number(ofEvent: index)
        var bytes: [UInt8] = []
        batch.forEachRun(of: index..<(index + 1)) { bytes += $0.prefix(Self.mostBytes - bytes.count) }
        self.bytes = bytes
    }
}
