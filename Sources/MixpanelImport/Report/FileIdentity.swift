internal import SystemPackage

/// Tells files apart, whatever names lead to them.
struct FileIdentity: Hashable {
    private let device: DeviceID
    private let inode: Inode

    init(_ status: Stat) {
        device = status.deviceID
        inode = status.inode
    }

    /// nil where no file can be seen.
    init?(_ path: FilePath, followTargetSymlink: Bool = true) {
        guard let status = try? Stat(path, followTargetSymlink: followTargetSymlink) else { return nil }
        self.init(status)
    }
}
