internal import CZlib

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Deflates one gzip member. Bytes are fed in runs, so that a body never has to stand in memory as a whole.
///
/// zlib keeps the address of its stream, so the stream lives on the heap for as long as this value does.
package struct GzipDeflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private var output: UnsafeMutablePointer<UInt8>
    private var capacity: Int

    /// `level` is zlib's, 1 (fast) to 9 (small); `expectedBytes` of input size the first output buffer.
    package init(level: Int, expectedBytes: Int) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 is the largest window; 16 more asks for a gzip frame instead of a zlib one.
        let code = CZlib_deflateInit2(stream, CInt(level), 15 + 16)
        // Z_OK, or Z_MEM_ERROR, Z_STREAM_ERROR (bad level), Z_VERSION_ERROR (header and library differ).
        precondition(code == Z_OK, "zlib: deflateInit2 failed with \(code)")
        capacity = max(4096, expectedBytes / 4)
        output = Self.allocate(capacity)
        stream.pointee.next_out = output
        stream.pointee.avail_out = uInt(capacity)
    }

    deinit {
        deflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
        free(output)
    }

    /// Runs of at most 4 GiB: zlib counts them in 32 bits.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        stream.pointee.next_in = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = uInt(bytes.count)
        while stream.pointee.avail_in > 0 {
            // Z_OK, or Z_BUF_ERROR when no progress was possible, which room for output rules out.
            let code = deflate(stream, Z_NO_FLUSH)
            precondition(code == Z_OK, "zlib: deflate failed with \(code)")
            growIfFull()
        }
        stream.pointee.next_in = nil
    }

    /// The finished member: header, deflated bytes, CRC and length.
    package consuming func finish() -> [UInt8] {
        while true {
            // Z_STREAM_END when all is written, Z_OK when more room is needed.
            let code = deflate(stream, Z_FINISH)
            if code == Z_STREAM_END { break }
            precondition(code == Z_OK, "zlib: deflate failed with \(code)")
            growIfFull()
        }
        return Array(UnsafeBufferPointer(start: output, count: capacity - Int(stream.pointee.avail_out)))
    }

    private mutating func growIfFull() {
        guard stream.pointee.avail_out == 0 else { return }
        let bigger = Self.allocate(capacity * 2)
        memcpy(bigger, output, capacity)
        free(output)
        output = bigger
        stream.pointee.next_out = output + capacity
        stream.pointee.avail_out = uInt(capacity)
        capacity *= 2
    }

    /// From `malloc`, because a Swift array would be filled with zeros first.
    private static func allocate(_ bytes: Int) -> UnsafeMutablePointer<UInt8> {
        guard let memory = malloc(bytes) else { preconditionFailure("out of memory for \(bytes) bytes") }
        return memory.assumingMemoryBound(to: UInt8.self)
    }
}
