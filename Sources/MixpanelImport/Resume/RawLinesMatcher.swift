internal import Glibc
internal import SystemPackage

/// The raw lines that an earlier run left in a file, compared with the input's lines, which come in the same order.
///
/// Two reports can share such a file by their names, so that it has to be seen whose lines it holds before any are cut.
package final class RawLinesMatcher {
    /// So much of a long line tells it from others.
    private static let sureBytes: Int64 = 64

    let path: String
    /// nil for a file that is not there.
    private let descriptor: FileDescriptor?
    private let size: Int64
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    /// Where in the file the bytes of `buffer` stand.
    private var buffered: Range<Int64> = 0..<0
    /// Everything before is known to be of the input.
    private var explained: Int64 = 0
    /// Bytes up to the last line whose row stays.
    private(set) var kept: Int64 = 0
    /// A line was found whose row speaks of it, or a long one.
    private(set) var isSure = false
    /// The first line with a row whose raw line is not here.
    private(set) var firstMissing: Int?
    /// The same where the row stays.
    private(set) var firstLost: Int?
    /// How far the parts of a long line agree, while they do.
    private var partsEnd: Int64?
    private(set) var failure: Errno?

    /// Takes over the descriptor of a file of this size.
    init(path: String, _ descriptor: FileDescriptor?, size: Int64) {
        self.path = path
        self.descriptor = descriptor
        self.size = size
    }

    deinit {
        buffer.deallocate()
        if let descriptor { _ = close(descriptor.rawValue) }
    }

    /// Whether what is not explained may be cut: a crash leaves lines that have no row yet, but none before them that
    /// the input does not have.
    var isOwn: Bool { isUsedUp || isSure && firstMissing == nil }

    var isUsedUp: Bool { explained == size }

    /// A line, with its `\n`, whose row stays. False: something else stands here.
    func keep(_ line: UnsafeRawBufferPointer) -> Bool {
        guard end(of: line, from: explained) == explained + Int64(line.count) else { return false }
        explained += Int64(line.count)
        kept = explained
        isSure = true
        return true
    }

    /// A line whose row will be cut.
    func find(_ line: UnsafeRawBufferPointer, number: Int) {
        if lookAhead(line) { isSure = true } else { miss(number, stays: false) }
    }

    /// A line that has no row: a crash may have left it here, and may have cut it short.
    @discardableResult
    func lookAhead(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let end = end(of: line, from: explained) else { return takeBeginning(of: line) }
        explained = end
        return true
    }

    /// Whether all that is left is the beginning of this line: the input ended within it, and has grown since. `more`:
    /// what follows, of a line that is not in one piece.
    func takeBeginning(of line: UnsafeRawBufferPointer, _ more: UnsafeRawBufferPointer? = nil) -> Bool {
        let count = Int(size - explained) - 1
        guard count > 0, count < line.count + (more?.count ?? 0), bytes(at: size - 1).first == 0x0A else {
            return false
        }
        let first = line.prefix(count)
        guard end(of: .init(rebasing: first), from: explained) != nil else { return false }
        if let more, count > first.count {
            let second = UnsafeRawBufferPointer(rebasing: more.prefix(count - first.count))
            guard end(of: second, from: explained + Int64(first.count)) != nil else { return false }
        }
        explained = size
        isSure = true
        return true
    }

    /// Whether the file ends within this line, or before it: a run may have ended before it wrote the line anew.
    func takeTorn(_ line: UnsafeRawBufferPointer) -> Bool {
        guard isUsedUp || end(of: line, from: explained) == size else { return false }
        explained = size
        return true
    }

    /// The line that was found last stays as it is here.
    func keepBeginning() {
        kept = explained
    }

    func miss(_ number: Int, stays: Bool) {
        firstMissing = firstMissing ?? number
        if stays { firstLost = firstLost ?? number }
    }

    /// The first bytes of a long line whose row will be cut, or that has none.
    func sight(_ head: UnsafeRawBufferPointer, _ more: UnsafeRawBufferPointer) {
        if let end = end(of: head, more) {
            if end == size || end - explained >= Self.sureBytes { isSure = true }
        } else {
            _ = takeBeginning(of: head, more)
        }
    }

    /// Whether the line, a long one and the last that has a row, may be another by now than it is here.
    func mayHaveGrown(_ head: UnsafeRawBufferPointer, _ more: UnsafeRawBufferPointer) -> Bool {
        if isUsedUp { return true }
        guard let end = end(of: head, more) else { return takeBeginning(of: head, more) }
        let isWhole = more.last == 0x0A && end - explained == head.count + more.count
        if isWhole { return false }
        if end - explained >= Self.sureBytes { isSure = true }
        if end == size { explained = size }
        return true
    }

    private func end(of head: UnsafeRawBufferPointer, _ more: UnsafeRawBufferPointer) -> Int64? {
        guard let middle = end(of: head, from: explained) else { return nil }
        return middle == size ? middle : end(of: more, from: middle)
    }

    /// A part, without the `\n`, of a long line whose row stays.
    func keepPart(_ bytes: UnsafeRawBufferPointer, isFirst: Bool) {
        partsEnd = (isFirst ? explained : partsEnd).flatMap { end(of: bytes, from: $0) }
    }

    /// The `\n` of that line.
    func keepEnd(number: Int) {
        let start = partsEnd.take()
        let end = withUnsafeBytes(of: UInt8(0x0A)) { newline in start.flatMap { self.end(of: newline, from: $0) } }
        guard let end else { return miss(number, stays: true) }
        explained = end
        kept = end
        isSure = true
    }

    /// Where the bytes end that stand at this offset, or the file does; nil where others stand there, or nothing.
    private func end(of expected: UnsafeRawBufferPointer, from start: Int64) -> Int64? {
        guard start < size else { return nil }
        var rest = expected
        var offset = start
        while !rest.isEmpty, offset < size {
            let found = bytes(at: offset)
            let count = min(found.count, rest.count)
            guard count > 0, memcmp(found.baseAddress!, rest.baseAddress!, count) == 0 else { return nil }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            offset += Int64(count)
        }
        return offset
    }

    /// Some bytes from this offset on; none at the end, and where the file cannot be read.
    private func bytes(at offset: Int64) -> UnsafeRawBufferPointer {
        if !buffered.contains(offset), let descriptor {
            var count = 0
            repeat {
                count = pread(descriptor.rawValue, buffer.baseAddress, buffer.count, off_t(offset))
            } while count < 0 && errno == EINTR
            if count < 0 { failure = Errno(rawValue: errno) }
            buffered = offset..<(offset + Int64(max(count, 0)))
        }
        return UnsafeRawBufferPointer(rebasing: buffer[Int(offset - buffered.lowerBound)..<buffered.count])
    }
}
