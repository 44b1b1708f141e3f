internal import NIOCore
internal import NIOHTTP1

/// A request that is being received.
struct IncomingRequest {
    let head: HTTPRequestHead
    /// Nil for a question about the ledger, which is not counted.
    let arrival: FaultScript.Arrival?
    /// The connection is to be closed after it.
    let isLastOnConnection: Bool
    /// A fault that acts before the body is complete.
    var earlyFault: RequestFault?
    private(set) var body = ByteBuffer()
    private(set) var wireBytes = 0
    private let wireLimit: Int

    init(_ head: HTTPRequestHead, _ arrival: FaultScript.Arrival?, _ isLastOnConnection: Bool, _ wireLimit: Int) {
        self.head = head
        self.arrival = arrival
        self.isLastOnConnection = isLastOnConnection
        self.wireLimit = wireLimit
    }

    /// What exceeds the limit is counted, but not kept.
    mutating func append(_ bytes: inout ByteBuffer) {
        wireBytes += bytes.readableBytes
        guard body.readableBytes <= wireLimit else { return }
        if body.readableBytes == 0 {
            body = bytes
        } else {
            body.writeBuffer(&bytes)
        }
    }

    /// The early fault if enough has come to play it.
    var dueFault: RequestFault? {
        guard case .afterBodyBytes(let count) = earlyFault?.moment, wireBytes >= count else { return nil }
        return earlyFault
    }
}
