internal import Synchronization
internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A pipe that becomes readable when someone asks the input to stop, and again when it is to stop at once.
package final class WakeUp: Sendable {
    let descriptor: FileDescriptor
    private let writeEnd: FileDescriptor
    private let calls = Atomic(0)

    package init() throws {
        (descriptor, writeEnd) = try FileDescriptor.pipe()
        for end in [descriptor, writeEnd] {
            _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end.rawValue, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        _ = close(descriptor.rawValue)
        _ = close(writeEnd.rawValue)
    }

    /// The calls of `wake` that nobody has heard yet; costs no system call.
    var unheard: Int { calls.load(ordering: .relaxed) }

    /// A pipe that is full of earlier calls is readable all the same.
    package func wake() {
        calls.wrappingAdd(1, ordering: .relaxed)
        _ = withUnsafeBytes(of: UInt8(1)) { write(writeEnd.rawValue, $0.baseAddress, 1) }
    }

    /// Consumes one call, so that the next one is noticed again.
    func heard() {
        var byte = UInt8(0)
        if read(descriptor.rawValue, &byte, 1) == 1 { calls.wrappingSubtract(1, ordering: .relaxed) }
    }
}
