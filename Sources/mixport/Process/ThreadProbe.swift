#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Threads that are made, and memory that is mapped, only to see whether they can be had: a runtime that cannot have a
/// thread waits for it for ever, and one that cannot have memory crashes.
struct ThreadProbe {
    private let gate = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var threads: [pthread_t] = []

    /// What a process can have at the same time of what is wanted.
    struct Possible {
        var threads: Int
        /// Beside the threads.
        var hasMemory: Bool
    }

    static func look(forThreads wanted: Int, memory bytes: Int = 0) -> Possible {
        var probe = ThreadProbe()
        pthread_mutex_init(probe.gate, nil)
        pthread_mutex_lock(probe.gate)
        while probe.threads.count < wanted, probe.addThread() {}
        let possible = Possible(threads: probe.threads.count, hasMemory: canMap(bytes))
        pthread_mutex_unlock(probe.gate)
        for thread in probe.threads { pthread_join(thread, nil) }
        pthread_mutex_destroy(probe.gate)
        probe.gate.deallocate()
        return possible
    }

    /// With a stack as all threads of the program have it.
    private mutating func addThread() -> Bool {
        var thread = pthread_t()
        guard pthread_create(&thread, nil, waitAtGate, gate) == 0 else { return false }
        threads.append(thread)
        return true
    }

    /// Nothing is written, so that no memory is used.
    private static func canMap(_ bytes: Int) -> Bool {
        guard bytes > 0 else { return true }
        let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard memory != MAP_FAILED else { return false }
        munmap(memory, bytes)
        return true
    }
}

private func waitAtGate(_ gate: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let gate = gate?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
    pthread_mutex_lock(gate)
    pthread_mutex_unlock(gate)
    return nil
}
