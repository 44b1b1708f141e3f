package import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The lines of a file of raw lines, in order, whatever they hold and however long they are.
package final class RawLineCursor {
    private let path: FilePath
    private let descriptor: FileDescriptor
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    private var unread = 0..<0
    /// Lines that are behind.
    private var lines = 0

    /// nil where there is no such file.
    package init?(_ path: FilePath) throws(ReviewError) {
        self.path = path
        do throws(Errno) {
            let options: FileDescriptor.OpenOptions = [.closeOnExec, .noControllingTerminal, .nonBlocking]
            descriptor = try throwingErrno { try FileDescriptor.open(path, .readOnly, options: options) }
        } catch .noSuchFileOrDirectory {
            return nil
        } catch {
            throw .unreadable(name: path.text, error.description)
        }
    }

    deinit {
        buffer.deallocate()
        try? descriptor.close()
    }

    /// Hands out the line with this number from 0, in pieces, with its `\n`. False where the file ends before it.
    package func read(_ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        precondition(index >= lines, "raw lines are read in order")
        while lines < index {
            guard try takeLine({ _ in }) else { return false }
        }
        return try takeLine(body)
    }

    private func takeLine(_ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        var isBegun = false
        while true {
            if unread.isEmpty {
                guard try fill() else {
                    if isBegun { lines += 1 }
                    return isBegun
                }
            }
            let start = buffer.baseAddress! + unread.lowerBound
            let newline = memchr(start, 0x0A, unread.count)
            let count = newline.map { UnsafeRawPointer($0) - UnsafeRawPointer(start) + 1 } ?? unread.count
            unread = (unread.lowerBound + count)..<unread.upperBound
            try body(UnsafeRawBufferPointer(start: start, count: count))
            isBegun = true
            if newline != nil {
                lines += 1
                return true
            }
        }
    }

    private func fill() throws(ReviewError) -> Bool {
        do throws(Errno) {
            unread = 0..<(try throwingErrno { try descriptor.read(into: buffer) })
        } catch {
            throw .unreadable(name: path.text, error.description)
        }
        return !unread.isEmpty
    }
}
