/// The bytes of all stored events, in order of arrival, in blocks: while a copy is being written to a client, what is
/// stored meanwhile copies no more than the last one.
struct KeptEvents {
    struct Block {
        fileprivate(set) var bytes: [UInt8] = []
        fileprivate(set) var events: [Event] = []
    }

    struct Event {
        var start: Int32
        var end: Int32
        /// Since the sandbox started.
        var arrived: Duration
        /// The service has answered that it has it, and has not.
        var isLost: Bool
    }

    private static let bytesPerBlock = 1 << 20

    private(set) var blocks: [Block] = []

    mutating func append(_ event: [UInt8], at time: Duration, isLost: Bool) {
        if blocks.last.map({ $0.bytes.count >= Self.bytesPerBlock }) ?? true { blocks.append(Block()) }
        let last = blocks.count - 1
        let start = Int32(blocks[last].bytes.count)
        blocks[last].bytes += event
        blocks[last].events.append(
            Event(start: start, end: Int32(blocks[last].bytes.count), arrived: time, isLost: isLost)
        )
    }

    /// Those that were lost among them.
    var all: [[UInt8]] {
        blocks.flatMap { block in block.events.map { Array(block.bytes[Int($0.start)..<Int($0.end)]) } }
    }
}
