import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Descriptors 0, 1 and 2 as the program finds them.
enum StandardDescriptors {
    /// Fills closed ones, so that no file of ours becomes "standard output", and ignores broken pipes.
    static func secure() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
            // So that reading or writing says that it is closed. Messages that nobody can see are no error.
            let modes = [STDIN_FILENO: O_WRONLY, STDOUT_FILENO: O_RDONLY]
            _ = open("/dev/null", modes[number] ?? O_RDWR)
        }
        signal(SIGPIPE, SIG_IGN)
        _ = inputStart
    }

    /// Where in its file the input begins, as the program found it.
    private static let inputStart = lseek(STDIN_FILENO, 0, SEEK_CUR)

    static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Standard input is the file of this name.
    static func inputIs(_ path: FilePath) -> Bool {
        var (input, file) = (stat(), stat())
        guard fstat(STDIN_FILENO, &input) == 0, path.withPlatformString({ stat($0, &file) }) == 0 else { return false }
        return input.st_dev == file.st_dev && input.st_ino == file.st_ino
    }

    /// How much of a regular file at standard input has been read, 0 to 1.
    static var inputProgress: Double? {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
            return nil
        }
        return min(1, Double(lseek(STDIN_FILENO, 0, SEEK_CUR)) / Double(status.st_size))
    }

    /// Where standard input's file is to be found now, as `ByteText`; nil if nowhere, and where the input is not the whole
    /// file, as in a shell's `{ read line; mixport; } < file`.
    static var inputPath: String? {
        guard inputStart <= 0 else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink("/proc/self/fd/\(STDIN_FILENO)", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return access(buffer, R_OK) == 0 ? ByteText.encoded(buffer) : nil
    }
}
