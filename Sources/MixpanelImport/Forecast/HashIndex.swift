/// Numbers under keys that are hashes already, so that nothing is hashed again: open addressing, linear probing.
struct HashIndex: Sendable {
    private var keys: [UInt64] = []
    /// -1 where nothing is.
    private var values: [Int32] = []
    private(set) var count = 0
    private var mask = -1

    @inline(__always)
    subscript(key: UInt64) -> Int? {
        if count == 0 { return nil }
        let value = values[place(of: key)]
        return value < 0 ? nil : Int(value)
    }

    mutating func set(_ value: Int, for key: UInt64) {
        if (count + 1) * 2 > keys.count { grow() }
        let place = place(of: key)
        if values[place] < 0 { count += 1 }
        keys[place] = key
        values[place] = Int32(value)
    }

    /// Later entries of the same run move up, so that no search stops too early.
    mutating func remove(_ key: UInt64) {
        if count == 0 { return }
        var hole = place(of: key)
        if values[hole] < 0 { return }
        count -= 1
        values[hole] = -1
        var next = (hole + 1) & mask
        while values[next] >= 0 {
            let home = Int(truncatingIfNeeded: keys[next]) & mask
            if (next - home) & mask >= (next - hole) & mask {
                (keys[hole], values[hole]) = (keys[next], values[next])
                values[next] = -1
                hole = next
            }
            next = (next + 1) & mask
        }
    }

    @inline(__always)
    private func place(of key: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: key) & mask
        while values[place] >= 0, keys[place] != key {
            place = (place + 1) & mask
        }
        return place
    }

    private mutating func grow() {
        let (oldKeys, oldValues) = (keys, values)
        let size = max(64, keys.count * 2)
        keys = Array(repeating: 0, count: size)
        values = Array(repeating: -1, count: size)
        mask = size - 1
        for (key, value) in zip(oldKeys, oldValues) where value >= 0 {
            let place = place(of: key)
            (keys[place], values[place]) = (key, value)
        }
    }
}
