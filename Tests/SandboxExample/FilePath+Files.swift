import Glibc
import SystemPackage

extension FilePath {
    func createDirectory() throws {
        if mkdir(string, 0o700) != 0 { throw Errno(rawValue: errno) }
    }

    func write(_ text: String) throws {
        let permissions = FilePermissions(rawValue: 0o600)
        let file = try FileDescriptor.open(self, .writeOnly, options: .create, permissions: permissions)
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }

    /// Removes a directory with these files, as far as they are there.
    func remove(_ names: [String]) {
        for name in names { unlink(appending(name).string) }
        rmdir(string)
    }
}
