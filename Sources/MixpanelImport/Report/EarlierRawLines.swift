internal import Glibc
internal import SystemPackage

/// The raw lines that an earlier run left in a file, compared with the input's lines, which come in the same order.
///
/// Two reports can share such a file by their names, so that it has to be seen whose lines it holds before any are cut.
package final class EarlierRawLines {
    let path: String
    private let descriptor: FileDescriptor
    private let size: Int64
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    /// Where in the file the bytes of `buffer` stand.
    private var buffered: Range<Int64> = 0..<0
    /// Everything before is known to be of the input.
    private var explained: Int64 = 0
    /// Bytes up to the last line whose row stays.
    private(set) var kept: Int64 = 0
    /// A line whose row speaks of a raw line, or the beginning of a long one.
    private var hasFound = false
    /// The file ends within the line that was found last.
    private var isTorn = false
    /// The first line with a row whose raw line is not here.
    private(set) var firstMissing: Int?
    /// How far the parts of a long line agree, while they do.
    private var partsEnd: Int64?

    /// Takes over the descriptor of a file of this size.
    init(path: String, _ descriptor: FileDescriptor, size: Int64) {
        self.path = path
        self.descriptor = descriptor
        self.size = size
    }

    deinit {
        buffer.deallocate()
        _ = close(descriptor.rawValue)
    }

    /// Whether what follows the lines that were looked for may be cut: a crash leaves lines that have no row yet, but
    /// none before them that the input does not have.
    var isOwn: Bool { isUsedUp || hasFound && firstMissing == nil }

    var isUsedUp: Bool { explained == size }

    /// A line, with its `\n`, whose row speaks of a raw line.
    func find(_ line: UnsafeRawBufferPointer, number: Int, stays: Bool) {
        if lookAhead(line) || !stays && hasBeginning(of: line) {
            hasFound = true
        } else {
            firstMissing = firstMissing ?? number
        }
        if stays, !isTorn { kept = explained }
    }

    /// A line that has no row: a crash may have left it here.
    @discardableResult
    func lookAhead(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let end = end(of: line, from: explained) else { return false }
        isTorn = end - explained < line.count
        explained = end
        return true
    }

    /// A part of a line that is too long to be held, without its `\n`.
    func findPart(_ bytes: UnsafeRawBufferPointer, isFirst: Bool) {
        partsEnd = (isFirst ? explained : partsEnd).flatMap { end(of: bytes, from: $0) }
        if partsEnd != nil || isFirst && hasBeginning(of: bytes) { hasFound = true }
    }

    /// Whether the last raw line is one that has grown since: the input ended within it.
    private func hasBeginning(of line: UnsafeRawBufferPointer) -> Bool {
        let count = size - explained - 1
        guard count >= 0, count < line.count, bytes(at: size - 1).first == 0x0A else { return false }
        let beginning = UnsafeRawBufferPointer(rebasing: line[..<Int(count)])
        guard end(of: beginning, from: explained) != nil else { return false }
        explained = size
        return true
    }

    /// The `\n` of a line whose parts were looked for.
    func findEnd(number: Int) {
        defer { partsEnd = nil }
        let end = partsEnd.flatMap { start in
            start == size ? size : withUnsafeBytes(of: UInt8(0x0A)) { self.end(of: $0, from: start) }
        }
        guard let end else {
            firstMissing = firstMissing ?? number
            return
        }
        isTorn = end == partsEnd
        explained = end
        if !isTorn { kept = end }
    }

    /// Where the bytes end that stand at this offset, or the file does; nil where others stand there, or nothing.
    private func end(of expected: UnsafeRawBufferPointer, from start: Int64) -> Int64? {
        guard start < size else { return nil }
        var rest = expected
        var offset = start
        while !rest.isEmpty, offset < size {
            let found = bytes(at: offset)
            guard !found.isEmpty else { return nil }
            let count = min(found.count, rest.count)
            guard memcmp(found.baseAddress!, rest.baseAddress!, count) == 0 else { return nil }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            offset += Int64(count)
        }
        return offset
    }

    /// Some bytes from this offset on; none where the file ends or cannot be read, as those are nobody's known lines.
    private func bytes(at offset: Int64) -> UnsafeRawBufferPointer {
        if !buffered.contains(offset) {
            var count = 0
            repeat {
                count = pread(descriptor.rawValue, buffer.baseAddress, buffer.count, off_t(offset))
            } while count < 0 && errno == EINTR
            buffered = offset..<(offset + Int64(max(count, 0)))
        }
        return UnsafeRawBufferPointer(rebasing: buffer[Int(offset - buffered.lowerBound)..<buffered.count])
    }
}
