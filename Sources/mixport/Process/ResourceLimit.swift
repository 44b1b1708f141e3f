import CProcess
import MixpanelImport
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
    /// The runtime's own, whatever the command does.
    private static let leastDescriptors = 8
    /// More are never needed.
    private static let mostDescriptors = descriptorsOfRuntime + 2 * ImportOptions.mostConcurrency
    /// What whoever started the program has left open, as far as it is in the way. Counted before anything is opened.
    private static let inherited: Int = {
        let limit = ResourceLimit(RLIMIT_NOFILE).limits.rlim_max
        var (open, free) = (0, 0)
        var number = STDERR_FILENO + 1
        while free < mostDescriptors, rlim_t(number) < limit {
            if fcntl(number, F_GETFD) < 0 { free += 1 } else { open += 1 }
            number += 1
        }
        return open
    }()
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
    static func checkRuntime() throws(Failure) {
        try checkDescriptors(leastDescriptors)
        NIOSingletons.groupLoopCountSuggestion = eventLoops
        process_set_least_stack(leastStack)
        try check(ThreadProbe.look(forThreads: threads))
    }

    /// `memory`: what the program may need at most, in bytes, beside its threads.
    static func check(connections: Int, memory: Int = 0) throws(Failure) {
        try checkDescriptors(descriptorsOfRuntime + connections, hint: ", fewer with a lower --concurrency")
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

    private static func checkDescriptors(_ count: Int, hint: String = "") throws(Failure) {
        let files = ResourceLimit(RLIMIT_NOFILE)
        let needed = rlim_t(count + inherited)
        files.set(max(files.limits.rlim_cur, needed))
        guard files.limits.rlim_max < needed else { return }
        let open = inherited > 0 ? ", and \(inherited) of them are open already" : ""
        let allowed = "only \(files.limits.rlim_max) open files are allowed (ulimit -n)\(open)"
        throw Failure("\(allowed); \(needed) are needed\(hint)", .system)
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
