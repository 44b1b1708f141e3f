#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Cuts chunks of text into numbered lines: `\n` ends a line, and nothing else does. A byte order mark at the start of
/// a line is dropped.
///
/// Lines are handed out where they stand in the chunk. Only one that goes on in the next chunk is copied; one that is
/// longer than a line may be comes in parts, so that it never stands in memory as a whole.
package struct LineCutter: ~Copyable {
    /// Valid until the next call.
    package enum Cut {
        /// With its `\n`.
        case line(UnsafeRawBufferPointer)
        /// A part of a line that is too long, without its `\n`.
        case part(UnsafeRawBufferPointer, LongLinePart.Position)
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let smallestBuffer = 1 << 12

    /// Bytes of the longest line that is handed out as a whole; the limit of a line does not count a CR at its end.
    private let longest: Int
    /// What is left of the latest chunk.
    private var chunk = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The beginning of a line whose end is in a later chunk.
    private var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    package private(set) var begun = 0
    /// Bytes so far of the long line whose parts are being handed out.
    private var longLineBytes: Int?
    /// Whether the next thing to hand out is another part of a long line.
    package var isWithinLongLine: Bool { longLineBytes != nil }
    /// Lines that were handed out, at least in part: the number of the latest one.
    package private(set) var lines = 0

    package init(longestLine: Int) {
        longest = longestLine + 1
    }

    deinit {
        buffer.deallocate()
    }

    /// Text to be cut next, valid as long as lines are taken from it. Only once `next` has nothing more to give.
    package mutating func feed(_ text: UnsafeRawBufferPointer) {
        chunk = text
    }

    /// The next line, or the next part of one; nil when the chunk is used up.
    package mutating func next() -> Cut? {
        if longLineBytes != nil { return nextPart() }
        dropMark()
        guard let start = chunk.baseAddress, !chunk.isEmpty else { return nil }
        guard let newline = memchr(start, 0x0A, chunk.count) else {
            if begun + chunk.count > longest { return beginLongLine() }
            append(takeFromChunk(chunk.count))
            return nil
        }
        let count = UnsafeRawPointer(newline) - start + 1
        if begun + count - 1 > longest { return beginLongLine() }
        lines += 1
        let end = takeFromChunk(count)
        guard begun > 0 else { return .line(end) }
        append(end)
        return .line(takeBegun())
    }

    /// The rest of a line at the end of the text, which needs no `\n`.
    package mutating func finish() -> Cut? {
        if let bytes = longLineBytes.take() { return .part(takeFromChunk(0), .last(lineBytes: bytes)) }
        guard begun > 0 else { return nil }
        withUnsafeBytes(of: UInt8(0x0A)) { append($0) }
        lines += 1
        return .line(takeBegun())
    }

    /// Drops a line that has begun and will not end: it does not count as read. nil if there is none.
    package mutating func abandon() -> (isLong: Bool, bytes: Int)? {
        defer { begun = 0 }
        if let bytes = longLineBytes.take() {
            lines -= 1
            return (isLong: true, bytes: bytes)
        }
        return begun > 0 ? (isLong: false, bytes: begun) : nil
    }

    private mutating func takeFromChunk(_ count: Int) -> UnsafeRawBufferPointer {
        let taken = UnsafeRawBufferPointer(rebasing: chunk[..<count])
        chunk = UnsafeRawBufferPointer(rebasing: chunk[count...])
        return taken
    }

    private mutating func takeBegun() -> UnsafeRawBufferPointer {
        defer { begun = 0 }
        return UnsafeRawBufferPointer(rebasing: buffer[..<begun])
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        if buffer.count - begun < bytes.count {
            let count = max(Self.smallestBuffer, min(2 * (begun + bytes.count), longest + 2), begun + bytes.count)
            guard let larger = realloc(buffer.baseAddress, count) else { fatalError("no memory for a line") }
            buffer = UnsafeMutableRawBufferPointer(start: larger, count: count)
        }
        memcpy(buffer.baseAddress! + begun, start, bytes.count)
        begun += bytes.count
    }

    /// At the start of a line; its three bytes may come in different chunks.
    private mutating func dropMark() {
        if begun == 0 {
            if chunk.first == Self.mark[0], chunk.starts(with: Self.mark) { _ = takeFromChunk(Self.mark.count) }
            return
        }
        while begun < Self.mark.count, buffer[0] == Self.mark[0], chunk.first == Self.mark[begun] {
            append(takeFromChunk(1))
            if buffer[..<begun].elementsEqual(Self.mark) { begun = 0 }
        }
    }

    /// The first part leaves at least a byte for the next one: the last part tells whether the line ends with a CR.
    private mutating func beginLongLine() -> Cut {
        lines += 1
        let first = begun > 0 ? takeBegun() : takeFromChunk(longest)
        longLineBytes = first.count
        return .part(first, .first)
    }

    private mutating func nextPart() -> Cut? {
        guard let bytes = longLineBytes, let start = chunk.baseAddress, !chunk.isEmpty else { return nil }
        guard let newline = memchr(start, 0x0A, chunk.count) else {
            longLineBytes = bytes + chunk.count
            return .part(takeFromChunk(chunk.count), .middle)
        }
        let part = takeFromChunk(UnsafeRawPointer(newline) - start)
        _ = takeFromChunk(1)
        longLineBytes = nil
        return .part(part, .last(lineBytes: bytes + part.count))
    }
}
