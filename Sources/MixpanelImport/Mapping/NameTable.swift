/// Finds a name among those of one line or one object. Emptied by a new generation number, without touching its memory.
struct NameTable: ~Copyable {
    private struct Bucket {
        var generation: UInt32
        var index: Int32
        var hash: UInt
    }

    private var buckets: UnsafeMutablePointer<Bucket>
    private var mask: Int
    private var count = 0
    private var generation: UInt32 = 1

    init(capacity: Int = 256) {
        mask = capacity - 1
        buckets = .allocate(capacity: capacity)
        buckets.initialize(repeating: Bucket(generation: 0, index: 0, hash: 0), count: capacity)
    }

    deinit { buckets.deallocate() }

    mutating func removeAll() {
        count = 0
        generation &+= 1
        if generation == 0 {
            generation = 1
            buckets.initialize(repeating: Bucket(generation: 0, index: 0, hash: 0), count: mask + 1)
        }
    }

    /// The index that was put in with this hash and that `isSame` agrees to.
    @inline(__always)
    func find(_ hash: UInt, _ isSame: (Int) -> Bool) -> Int? {
        var place = Int(truncatingIfNeeded: hash) & mask
        while buckets[place].generation == generation {
            if buckets[place].hash == hash, isSame(Int(buckets[place].index)) { return Int(buckets[place].index) }
            place = (place + 1) & mask
        }
        return nil
    }

    /// The caller has seen that it is not there.
    @inline(__always)
    mutating func insert(_ hash: UInt, _ index: Int) {
        if count * 2 > mask { grow() }
        count += 1
        put(Bucket(generation: generation, index: Int32(index), hash: hash))
    }

    /// Gives the name a new index.
    @inline(__always)
    func replace(_ hash: UInt, _ old: Int, with index: Int) {
        var place = Int(truncatingIfNeeded: hash) & mask
        while buckets[place].generation == generation {
            if Int(buckets[place].index) == old {
                buckets[place].index = Int32(index)
                return
            }
            place = (place + 1) & mask
        }
    }

    @inline(__always)
    private func put(_ bucket: Bucket) {
        var place = Int(bucket.hash) & mask
        while buckets[place].generation == generation {
            place = (place + 1) & mask
        }
        buckets[place] = bucket
    }

    @inline(never)
    private mutating func grow() {
        let old = buckets
        let oldCount = mask + 1
        mask = oldCount * 2 - 1
        buckets = .allocate(capacity: mask + 1)
        buckets.initialize(repeating: Bucket(generation: 0, index: 0, hash: 0), count: mask + 1)
        for index in 0..<oldCount where old[index].generation == generation {
            put(old[index])
        }
        old.deallocate()
    }
}
