/// Memory for the texts that are made for a line. What it gives stays where it is until the next line.
struct ByteArena: ~Copyable {
    private var chunk: UnsafeMutableRawPointer
    private var used = 0
    private var capacity: Int
    /// Those before the last, which is the largest.
    private var full: [UnsafeMutableRawPointer] = []

    init(capacity: Int = 16_384) {
        self.capacity = capacity
        chunk = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        chunk.deallocate()
        for chunk in full { chunk.deallocate() }
    }

    mutating func reset() {
        used = 0
        if full.isEmpty { return }
        for chunk in full { chunk.deallocate() }
        full.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    mutating func allocate(_ count: Int) -> UnsafeMutableRawPointer {
        if capacity - used < count { addChunk(count) }
        let start = chunk + used
        used += count
        return start
    }

    /// Gives back the end of what was allocated last.
    @inline(__always)
    mutating func giveBack(from end: UnsafeMutableRawPointer) {
        used = end - chunk
    }

    @inline(never)
    private mutating func addChunk(_ count: Int) {
        full.append(chunk)
        capacity = max(capacity * 2, count)
        chunk = .allocate(byteCount: capacity, alignment: 16)
        used = 0
    }
}
