internal import SystemPackage

/// The input as chunks of plain bytes: a gzip stream is inflated as it comes.
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
    static let chunkBytes = 1 << 18
    /// https://www.rfc-editor.org/rfc/rfc1952#page-6
    private static let gzipMagic: [UInt8] = [0x1F, 0x8B]

    private enum Kind {
        /// The first bytes that have been read, fewer than the magic has.
        case unknown(seen: Int)
        case plain
        case gzip(InflatedChunks)
    }

    /// The latest chunk, valid until the next `read`.
    package private(set) var bytes: UnsafeRawBufferPointer
    private let input: InputDescriptor
    private let buffer: UnsafeMutableRawBufferPointer
    private var kind = Kind.unknown(seen: 0)

    package init(_ input: InputDescriptor) {
        self.input = input
        buffer = .allocate(byteCount: Self.chunkBytes, alignment: 16)
        bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    deinit {
        buffer.deallocate()
    }

    /// Whether the input is compressed; false as long as that is not known.
    package var isGzip: Bool {
        if case .gzip = kind { return true }
        return false
    }

    /// Whether bytes that were read cannot be read again, and stand in the chunks unchanged.
    package var isPlainPipe: Bool { !isGzip && !input.isRegularFile }

    /// Whether what was read can be read again.
    var isRegularFile: Bool { input.isRegularFile }
    /// How often the input has been asked to stop since `read` last told of it.
    var wakeUps: Int { input.wakeUps }

    package mutating func read(until deadline: ContinuousClock.Instant?) throws(InputError) -> ReadResult {
        while true {
            switch kind {
            case .plain: return try fill(buffer, until: deadline)
            case .gzip(let inflated): return try inflate(inflated, until: deadline)
            case .unknown(let seen):
                if let result = try readBeginning(seen: seen, until: deadline) { return result }
            }
        }
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

    /// A text's first chunk; nil: the bytes are gzip, or do not tell yet.
    private mutating func readBeginning(
        seen: Int,
        until deadline: ContinuousClock.Instant?
    ) throws(InputError) -> ReadResult? {
        let result = try fill(UnsafeMutableRawBufferPointer(rebasing: buffer[seen...]), until: deadline)
        if result == .deadline || result == .woken || result == .end && seen == 0 { return result }
        let start = UnsafeRawBufferPointer(rebasing: buffer[..<(result == .chunk ? seen + bytes.count : seen)])
        if start.starts(with: Self.gzipMagic) {
            kind = .gzip(InflatedChunks(start))
            return nil
        }
        if result == .chunk, Self.gzipMagic.starts(with: start) {
            kind = .unknown(seen: start.count)
            return nil
        }
        kind = .plain
        bytes = start
        return .chunk
    }

    private mutating func inflate(
        _ inflated: InflatedChunks,
        until deadline: ContinuousClock.Instant?
    ) throws(InputError) -> ReadResult {
        while true {
            if inflated.needsInput {
                let result = try fill(buffer, until: deadline)
                if result == .end { try inflated.finish() }
                guard result == .chunk else { return result }
                inflated.unread = bytes
            }
            if let chunk = try inflated.next() {
                bytes = chunk
                return .chunk
            }
        }
    }
}
