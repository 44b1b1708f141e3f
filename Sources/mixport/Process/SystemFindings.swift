import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the system has for a run: open files, and room for a report in the current directory.
enum SystemFindings {
    static var text: String {
        var limits = rlimit()
        getrlimit(RLIMIT_NOFILE.number, &limits)
        let files = limits.rlim_cur > rlim_t(Int32.max) ? "any number of" : Int(limits.rlim_cur).grouped
        guard let free = freeBytes(at: ".") else { return "\(files) open files" }
        return "\(files) open files, \(free.bytesText) free here (a report takes about 85 bytes a line)"
    }

    /// What is free where a file or directory is; nil where it cannot be known.
    static func freeBytes(at path: FilePath) -> Int? {
        var volume = statvfs()
        guard path.withPlatformString({ statvfs($0, &volume) }) == 0 else { return nil }
        return Int(exactly: (Double(volume.f_bavail) * Double(volume.f_frsize)).rounded())
    }
}
