internal import Gzip

/// What a gzip stream inflates to, a chunk at a time. Text after its last member comes out as it is.
final class InflatedChunks {
    /// Compressed bytes, valid until they are used up.
    var unread: UnsafeRawBufferPointer
    private var inflater = GzipInflater(passesTextOn: true)
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: ChunkReader.chunkBytes, alignment: 16)
    private var inflatedBytes = 0
    /// The last step filled the output, so that zlib may hold more of it than it has given.
    private var mayHoldMore = false

    init(_ start: UnsafeRawBufferPointer) {
        unread = start
    }

    deinit {
        output.deallocate()
    }

    var needsInput: Bool { unread.isEmpty && !mayHoldMore }

    /// The next chunk, valid until the next call; nil where the bytes give none.
    func next() throws(InputError) -> UnsafeRawBufferPointer? {
        let step: (consumed: Int, produced: Int)
        do throws(GzipError) {
            step = try inflater.inflate(unread, into: output)
        } catch {
            throw .corruptGzip(error.description, inflatedBytes: inflatedBytes)
        }
        unread = UnsafeRawBufferPointer(rebasing: unread[step.consumed...])
        inflatedBytes += step.produced
        mayHoldMore = step.produced == output.count
        return step.produced > 0 ? UnsafeRawBufferPointer(rebasing: output[..<step.produced]) : nil
    }

    /// At the end of the input, which may be in the middle of a member.
    func finish() throws(InputError) {
        do throws(GzipError) {
            try inflater.finish()
        } catch .truncated {
            throw .truncatedGzip(inflatedBytes: inflatedBytes)
        } catch {
            throw .corruptGzip(error.description, inflatedBytes: inflatedBytes)
        }
    }
}
