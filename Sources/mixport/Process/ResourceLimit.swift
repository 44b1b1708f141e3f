import CProcess
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the system lets this process have, looked at before anything is sent: neither the runtime nor the libraries
/// can go on without a thread, a descriptor or memory.
struct ResourceLimit {
    private static let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    /// They only pass bytes on, so that a few do for every machine.
    private static let eventLoops = min(cores, 4)
    /// Standard descriptors, files, input and wake-up, signal sources, and three for each event loop.
    private static let descriptorsOfRuntime = 24 + 4 * eventLoops
    /// A worker for each core, the event loops, one for the input, one for signals, some for resolving names.
    private static let threads = 8 + eventLoops + cores
    /// For a parser that is asked for a deep value; glibc's usual size is that of the main thread's stack.
    private static let leastStack = 1 << 20

    private let resource: ResourceName
    private var limits = rlimit()

    init(_ resource: ResourceName) {
        self.resource = resource
        // Fails for no resource that exists.
        getrlimit(resource.number, &limits)
    }

    /// Before the first thread is made.
    static func checkThreads() throws(Failure) {
        NIOSingletons.groupLoopCountSuggestion = eventLoops
        process_set_least_stack(leastStack)
        try check(ThreadProbe.look(forThreads: threads))
    }

    /// `memory`: what the program may need at most, in bytes, beside its threads.
    static func check(connections: Int, memory: Int = 0) throws(Failure) {
        let files = ResourceLimit(RLIMIT_NOFILE)
        let needed = rlim_t(descriptorsOfRuntime + connections)
        files.set(max(files.limits.rlim_cur, needed))
        guard files.limits.rlim_max >= needed else {
            let allowed = "only \(files.limits.rlim_max) open files are allowed (ulimit -n)"
            throw Failure("\(allowed); \(needed) are needed, fewer with a lower --concurrency", .system)
        }
        // Without a limit the system gives whatever is asked for.
        guard !memoryLimits.isEmpty else { return }
        let possible = ThreadProbe.look(forThreads: threads, memory: memory)
        try check(possible)
        guard possible.hasMemory else {
            let need = "\(memory >> 20) MiB beside the threads' stacks may be needed"
            let less = "less with a lower --concurrency or --batch-bytes"
            throw Failure("too little memory is allowed (\(memoryLimits)); \(need), \(less)", .system)
        }
    }

    private static func check(_ possible: ThreadProbe.Possible) throws(Failure) {
        guard possible.threads < threads else { return }
        let limits = memoryLimits.isEmpty ? "ulimit -u, or the limit of a container" : memoryLimits
        let allowed = "only \(possible.threads) more threads can be made (\(limits))"
        throw Failure("\(allowed); \(threads) are needed", .system)
    }

    /// The limits of memory that are set, as a shell names them.
    private static var memoryLimits: String {
        let names = [(RLIMIT_AS, "-v"), (RLIMIT_DATA, "-d")]
        let limited = names.compactMap { resource, name -> String? in
            let limit = ResourceLimit(resource).limits.rlim_cur
            return limit < rlim_t(Int.max) ? "ulimit \(name): \(limit >> 20) MiB" : nil
        }
        return limited.joined(separator: ", ")
    }

    /// Up to what the system allows.
    func set(_ value: rlim_t) {
        var new = limits
        new.rlim_cur = min(value, limits.rlim_max)
        setrlimit(resource.number, &new)
    }
}
