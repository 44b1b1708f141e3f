/// The bytes of all stored events, in order of arrival.
struct KeptEvents {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    mutating func append(_ event: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: event)
        ends.append(bytes.count)
    }

    var all: [[UInt8]] {
        ends.indices.map { index in Array(bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]) }
    }
}
