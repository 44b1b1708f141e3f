internal import Gzip
internal import SystemPackage

/// The input as chunks of plain bytes: a gzip stream is inflated as it comes, a byte order mark is dropped.
///
/// Holds one chunk of the input and, for gzip, one of the inflated bytes, whatever the input's size.
package struct ChunkReader: ~Copyable {
    package enum ReadResult: Equatable {
        /// `bytes` holds the next chunk.
        case chunk
        case end
        case deadline
        case woken
    }

    /// Large enough that a read costs nothing beside the bytes, small enough to stay in a core's cache.
    private static let chunkBytes = 1 << 18

    /// The latest chunk, valid until the next `read`.
    package private(set) var bytes: UnsafeRawBufferPointer
    /// The input began with a byte order mark, which is no part of its first line.
    package private(set) var hasByteOrderMark = false
    private let input: InputDescriptor
    private let buffer: UnsafeMutableRawBufferPointer
    private var format = Format.unknown(seen: 0)
    private var inflation: Inflation?

    private enum Format {
        case unknown(seen: Int)
        case plain
        case gzip
    }

    private final class Inflation {
        var inflater = GzipInflater()
        let output = UnsafeMutableRawBufferPointer.allocate(byteCount: ChunkReader.chunkBytes, alignment: 16)
        var unread = UnsafeRawBufferPointer(start: nil, count: 0)
        var inflatedBytes = 0
        /// First bytes of the text, too few to tell what it is; nil once that is known.
        var firstBytes: Int? = 0
        /// The last step filled the output, so that zlib may hold more of it than it has given.
        var mayHoldMore = false

        deinit {
            output.deallocate()
        }
    }

    package init(_ input: InputDescriptor) {
        self.input = input
        buffer = .allocate(byteCount: Self.chunkBytes, alignment: 16)
        bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    deinit {
        buffer.deallocate()
    }

    /// Whether what has been read is gone from where it came from, and stands in the chunks as it was.
    package var isPlainPipe: Bool { inflation == nil && !input.isRegularFile }

    package mutating func read(until deadline: ContinuousClock.Instant?) throws(InputError) -> ReadResult {
        while case .unknown(let seen) = format {
            if let result = try recogniseFormat(seen: seen, until: deadline) { return result }
        }
        if case .gzip = format { return try inflate(until: deadline) }
        return try fill(buffer, until: deadline)
    }

    /// Reads a single byte: what follows it stays with the producer.
    package mutating func readByte(until deadline: ContinuousClock.Instant) throws(InputError) -> ReadResult {
        try fill(UnsafeMutableRawBufferPointer(rebasing: buffer[..<1]), until: deadline)
    }

    private mutating func fill(
        _ target: UnsafeMutableRawBufferPointer,
        until deadline: ContinuousClock.Instant?
    ) throws(InputError) -> ReadResult {
        switch try input.read(into: target, until: deadline) {
        case .bytes(let count):
            bytes = UnsafeRawBufferPointer(rebasing: target[..<count])
            return .chunk
        case .end: return .end
        case .deadline: return .deadline
        case .woken: return .woken
        }
    }

    /// The first three bytes tell gzip, UTF-8 with a mark and UTF-16 from plain lines. nil: try again.
    private mutating func recogniseFormat(
        seen: Int,
        until deadline: ContinuousClock.Instant?
    ) throws(InputError) -> ReadResult? {
        let space = UnsafeMutableRawBufferPointer(rebasing: buffer[seen...])
        let result = try input.read(into: space, until: deadline)
        guard case .bytes(let count) = result else {
            if result == .deadline || result == .woken && seen == 0 { return result == .woken ? .woken : .deadline }
            // The end, or a stop: these bytes are all there is.
            format = .plain
            bytes = UnsafeRawBufferPointer(rebasing: buffer[..<seen])
            return seen == 0 ? .end : .chunk
        }
        let total = seen + count
        let start = UnsafeRawBufferPointer(rebasing: buffer[..<total])
        guard Self.isEnough(start), start[0] != 0x1F || total >= 3 else {
            format = .unknown(seen: total)
            return nil
        }
        if start.starts(with: [0x1F, 0x8B]) {
            format = .gzip
            inflation = Inflation()
            inflation?.unread = start
            return try inflate(until: deadline)
        }
        let text = try beginning(ofText: start)
        format = .plain
        bytes = text
        return bytes.isEmpty ? nil : .chunk
    }

    /// Whether these first bytes of a text tell whether it begins with a mark.
    private static func isEnough(_ start: UnsafeRawBufferPointer) -> Bool {
        start.count >= 3 || start.count == 2 && start[0] < 0xEF
    }

    private mutating func beginning(
        ofText start: UnsafeRawBufferPointer
    ) throws(InputError) -> UnsafeRawBufferPointer {
        let looksLikeUTF16 =
            start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
            || (start[0] == 0) != (start[1] == 0) && (start[0] == UInt8(ascii: "{") || start[1] == UInt8(ascii: "{"))
        if looksLikeUTF16 { throw .utf16 }
        guard start.starts(with: [0xEF, 0xBB, 0xBF]) else { return start }
        hasByteOrderMark = true
        return UnsafeRawBufferPointer(rebasing: start[3...])
    }

    private mutating func inflate(until deadline: ContinuousClock.Instant?) throws(InputError) -> ReadResult {
        guard let inflation else { preconditionFailure("inflates only gzip") }
        while true {
            if inflation.unread.isEmpty, !inflation.mayHoldMore {
                let result = try fill(buffer, until: deadline)
                guard result == .chunk else {
                    if result == .end, let count = inflation.firstBytes.take(), count > 0 {
                        bytes = UnsafeRawBufferPointer(rebasing: inflation.output[..<count])
                        return .chunk
                    }
                    guard result == .end, !inflation.inflater.isAtMemberBoundary else { return result }
                    throw .truncatedGzip(inflatedBytes: inflation.inflatedBytes)
                }
                inflation.unread = bytes
            }
            let step: (consumed: Int, produced: Int)
            let space = UnsafeMutableRawBufferPointer(rebasing: inflation.output[(inflation.firstBytes ?? 0)...])
            do throws(GzipError) {
                step = try inflation.inflater.inflate(inflation.unread, into: space)
            } catch {
                throw .corruptGzip("\(error)", inflatedBytes: inflation.inflatedBytes)
            }
            inflation.unread = UnsafeRawBufferPointer(rebasing: inflation.unread[step.consumed...])
            inflation.inflatedBytes += step.produced
            inflation.mayHoldMore = step.produced == space.count
            guard step.produced > 0 else { continue }
            let count = (inflation.firstBytes ?? 0) + step.produced
            var text = UnsafeRawBufferPointer(rebasing: inflation.output[..<count])
            if inflation.firstBytes != nil {
                guard Self.isEnough(text) else {
                    inflation.firstBytes = count
                    continue
                }
                inflation.firstBytes = nil
                text = try beginning(ofText: text)
            }
            bytes = text
            if !bytes.isEmpty { return .chunk }
        }
    }
}
