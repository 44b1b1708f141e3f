package import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

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
    /// More bytes than this without a `\n` are refused as no row, without reading on.
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

    package init(path: FilePath) throws(ReportUnreadable) {
        // Opening a pipe without a writer would hold up the program, signals and all.
        let options: FileDescriptor.OpenOptions = [.closeOnExec, .noControllingTerminal, .nonBlocking]
        do throws(Errno) {
            descriptor = try throwingErrno { try FileDescriptor.open(path, .readOnly, options: options) }
            guard try Stat(descriptor).type == .regular else { throw .notSupported }
        } catch {
            throw ReportUnreadable(path: path, error: error)
        }
    }

    deinit {
        buffer.deallocate()
        try? descriptor.close()
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
            guard try fill() else {
                if unread.isEmpty { return .end }
                return isForeign ? take(searched, andSkip: 0) : .torn
            }
        }
    }

    /// A file without a single whole row is a torn report only if it begins like one: another file, or a compressed
    /// report, is not to be taken for a report without rows, nor to be cut. A crash of the machine may leave zeros.
    private var isForeign: Bool {
        nextOffset == 0 && buffer[unread.lowerBound] != UInt8(ascii: "{") && buffer[unread.lowerBound] != 0
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
        let space = UnsafeMutableRawBufferPointer(rebasing: buffer[unread.upperBound...])
        let count = try throwingErrno { try descriptor.read(fromAbsoluteOffset: fileOffset, into: space) }
        unread = unread.lowerBound..<(unread.upperBound + count)
        fileOffset += Int64(count)
        return count > 0
    }
}
