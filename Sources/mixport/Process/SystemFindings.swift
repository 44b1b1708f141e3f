#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the system has for a run: open files, and room for a report in the current directory.
enum SystemFindings {
    static var text: String {
        var limits = rlimit()
        var volume = statvfs()
        getrlimit(RLIMIT_NOFILE.number, &limits)
        let files = limits.rlim_cur > rlim_t(Int32.max) ? "any number of" : Int(limits.rlim_cur).grouped
        guard statvfs(".", &volume) == 0 else { return "\(files) open files" }
        let bytes = Double(volume.f_bavail) * Double(volume.f_frsize)
        return "\(files) open files, \(Int(bytes / 1e9).grouped) GB free here (a report takes about 85 bytes a line)"
    }
}
