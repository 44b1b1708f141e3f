internal import Glibc
public import SystemPackage

/// A report that cannot be opened or read.
public struct ReportUnreadable: Error, Equatable {
    /// The report's path, as it was given.
    public var path: String
    /// What the system says.
    public var error: Errno
}

extension ReportUnreadable: CustomStringConvertible {
    public var description: String { "\(path) cannot be read: \(error.description)" }
}

/// The rows of a report, one after the other, through one buffer.
package final class RowReader {
    enum Next {
        /// Valid until the next call.
        case row(UnsafeRawBufferPointer)
        /// Bytes without a `\n` at the end of the file: a write that a crash cut short.
        case torn
        case end
    }

    /// Longer than any row: a message has at most 300 characters, an id at most a line's length.
    private static let smallestRead = 1 << 18
    /// What has no `\n` in so many bytes is no row; it need not be read to its end to be refused.
    private static let longestRow = 1 << 26

    private let descriptor: FileDescriptor
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * smallestRead, alignment: 16)
    private var unread = 0..<0
    private var fileOffset: Int64 = 0
    /// Where the row that `next` returned begins, and where the one after it will.
    private(set) var rowOffset: Int64 = 0
    private(set) var nextOffset: Int64 = 0

    /// Takes over the descriptor, which stays where it is in the file.
    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    package init(path: String) throws(ReportUnreadable) {
        // A pipe without a writer would hold up the program, signals and all.
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard number >= 0 else { throw ReportUnreadable(path: path, error: Errno(rawValue: errno)) }
        descriptor = FileDescriptor(rawValue: number)
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ReportUnreadable(path: path, error: .notSupported)
        }
    }

    deinit {
        buffer.deallocate()
        _ = close(descriptor.rawValue)
    }

    func next() throws(Errno) -> Next {
        var searched = 0
        while true {
            let start = buffer.baseAddress! + unread.lowerBound
            if let newline = memchr(start + searched, 0x0A, unread.count - searched) {
                let count = UnsafeRawPointer(newline) - UnsafeRawPointer(start)
                return take(count, andSkip: 1)
            }
            searched = unread.count
            if searched >= Self.longestRow { return take(searched, andSkip: 0) }
            guard try fill() else { return unread.isEmpty ? .end : .torn }
        }
    }

    private func take(_ count: Int, andSkip lineEnd: Int) -> Next {
        let start = buffer.baseAddress! + unread.lowerBound
        unread = (unread.lowerBound + count + lineEnd)..<unread.upperBound
        rowOffset = nextOffset
        nextOffset += Int64(count + lineEnd)
        return .row(UnsafeRawBufferPointer(start: start, count: count))
    }

    private func fill() throws(Errno) -> Bool {
        if unread.lowerBound > 0 {
            memmove(buffer.baseAddress!, buffer.baseAddress! + unread.lowerBound, unread.count)
            unread = 0..<unread.count
        }
        if buffer.count - unread.count < Self.smallestRead {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
            memcpy(larger.baseAddress!, buffer.baseAddress!, unread.count)
            buffer.deallocate()
            buffer = larger
        }
        while true {
            let space = UnsafeMutableRawBufferPointer(rebasing: buffer[unread.upperBound...])
            let count = pread(descriptor.rawValue, space.baseAddress, space.count, off_t(fileOffset))
            if count < 0 {
                guard errno == EINTR else { throw Errno(rawValue: errno) }
                continue
            }
            unread = unread.lowerBound..<(unread.upperBound + count)
            fileOffset += Int64(count)
            return count > 0
        }
    }
}
