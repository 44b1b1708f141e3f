import Glibc

/// What the system lets this process have, looked at before anything is sent: neither the runtime nor the libraries
/// can go on without a thread, a descriptor or memory.
struct ResourceLimit {
    /// Standard descriptors, files, input and wake-up, and of event loops and signal sources some for each core.
    private static let descriptorsOfRuntime = 24 + 4 * cores
    /// Event loops and workers for each core, one for the input, one for signals, some for resolving names.
    private static let threads = 8 + 2 * cores
    private static let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    /// Stacks and arenas of the threads take most of it; what is resident is far less.
    private static let addressSpace: rlim_t = 1 << 30

    private let resource: __rlimit_resource_t
    private var limits = rlimit()

    init(_ resource: __rlimit_resource) {
        self.resource = __rlimit_resource_t(resource.rawValue)
        // Fails for no resource that exists.
        getrlimit(self.resource, &limits)
    }

    static func check(connections: Int) throws(Failure) {
        let files = ResourceLimit(RLIMIT_NOFILE)
        let needed = rlim_t(descriptorsOfRuntime + connections)
        files.set(max(files.limits.rlim_cur, needed))
        guard files.limits.rlim_max >= needed else {
            let allowed = "only \(files.limits.rlim_max) open files are allowed (ulimit -n)"
            throw Failure("\(allowed); \(needed) are needed, fewer with a lower --concurrency", .system)
        }
        let memory = ResourceLimit(RLIMIT_AS).limits.rlim_cur
        guard memory >= addressSpace else {
            let allowed = "only \(memory >> 20) MiB of address space are allowed (ulimit -v)"
            throw Failure("\(allowed); \(addressSpace >> 20) MiB are needed, though most of them stay unused", .system)
        }
    }

    static func checkThreads() throws(Failure) {
        let possible = ThreadProbe.count(upTo: threads)
        guard possible == threads else {
            let allowed = "only \(possible) more threads can be made (ulimit -u, or the limit of a container)"
            throw Failure("\(allowed); \(threads) are needed", .system)
        }
    }

    /// Up to what the system allows.
    func set(_ value: rlim_t) {
        var new = limits
        new.rlim_cur = min(value, limits.rlim_max)
        setrlimit(resource, &new)
    }
}
