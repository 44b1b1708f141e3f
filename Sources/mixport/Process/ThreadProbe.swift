import Glibc

/// Threads that are made only to see whether they can be: a runtime that cannot have one waits for it for ever.
struct ThreadProbe {
    private static let stackBytes = 1 << 16

    private let gate = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var threads: [pthread_t] = []

    /// How many more threads this process can have at the same time, at most `wanted`.
    static func count(upTo wanted: Int) -> Int {
        var probe = ThreadProbe()
        pthread_mutex_init(probe.gate, nil)
        pthread_mutex_lock(probe.gate)
        while probe.threads.count < wanted, probe.addThread() {}
        pthread_mutex_unlock(probe.gate)
        for thread in probe.threads { pthread_join(thread, nil) }
        pthread_mutex_destroy(probe.gate)
        probe.gate.deallocate()
        return probe.threads.count
    }

    private mutating func addThread() -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackBytes)
        var thread = pthread_t()
        guard pthread_create(&thread, &attributes, waitAtGate, gate) == 0 else { return false }
        threads.append(thread)
        return true
    }
}

private func waitAtGate(_ gate: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let gate = gate?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
    pthread_mutex_lock(gate)
    pthread_mutex_unlock(gate)
    return nil
}
