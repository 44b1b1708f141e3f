internal import CZlib

/// Inflates a gzip stream piece by piece: one member after the other, zero padding after them ignored. Plain text may
/// follow, as `zcat -f` takes it, where the reader wants it.
///
/// zlib keeps the address of the `z_stream`, so it lives on the heap and this value owns it.
package struct GzipInflater: ~Copyable {
    private enum Position {
        case inMember
        case betweenMembers
        case inPadding
        case inText
        case failed(GzipError)
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private let passesTextOn: Bool
    private var position = Position.inMember

    /// `passesTextOn`: text after the last member comes out as it is; else it is a corruption.
    package init(passesTextOn: Bool = false) {
        self.passesTextOn = passesTextOn
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Z_OK, Z_MEM_ERROR, Z_VERSION_ERROR or Z_STREAM_ERROR.
        let code = CZlib_inflateInit2(stream, gzipOnly)
        precondition(code == Z_OK, "inflateInit2 returned \(code)")
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// True when the input so far ends exactly at the end of a member, so that the end of input here is no truncation.
    package var isAtMemberBoundary: Bool {
        switch position {
        case .betweenMembers, .inPadding, .inText: true
        case .inMember, .failed: false
        }
    }

    /// Inflates until the input is used up or the output, which must not be empty, is full.
    ///
    /// A full output means that more may follow: call again, with the rest of the input even if that is empty. What
    /// precedes a corruption is handed out first; the call after it, or `finish`, throws.
    package mutating func inflate(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) throws(GzipError) -> (consumed: Int, produced: Int) {
        precondition(!output.isEmpty, "no room to inflate into")
        var consumed = 0
        var produced = 0
        while produced < output.count {
            let rest = UnsafeRawBufferPointer(rebasing: input[consumed...])
            switch position {
            case .failed(let error):
                guard produced == 0 else { return (consumed, produced) }
                throw error
            case .inPadding, .betweenMembers:
                guard let next = rest.firstIndex(where: { $0 != 0 }) else {
                    if !rest.isEmpty { position = .inPadding }
                    return (input.count, produced)
                }
                beginAfterMember(with: rest[next], isPadded: next > 0)
                consumed += next
            case .inText:
                let count = min(rest.count, output.count - produced)
                guard count > 0 else { return (consumed, produced) }
                UnsafeMutableRawBufferPointer(rebasing: output[produced...]).copyMemory(
                    from: .init(rebasing: rest[..<count])
                )
                consumed += count
                produced += count
            case .inMember:
                let step = inflateMember(rest, into: .init(rebasing: output[produced...]))
                consumed += step.consumed
                produced += step.produced
                if step.consumed == 0, step.produced == 0, case .inMember = position {
                    return (consumed, produced)
                }
            }
        }
        return (consumed, produced)
    }

    /// Call at the end of the input: throws if the stream was cut or ended in a corruption.
    package func finish() throws(GzipError) {
        switch position {
        case .betweenMembers, .inPadding, .inText: return
        case .inMember: throw .truncated
        case .failed(let error): throw error
        }
    }

    private mutating func beginAfterMember(with first: UInt8, isPadded: Bool) {
        var isPadded = isPadded
        if case .inPadding = position { isPadded = true }
        guard passesTextOn || first == 0x1F && !isPadded else {
            position = .failed(.corrupt("trailing garbage"))
            return
        }
        guard first == 0x1F else {
            position = .inText
            return
        }
        // Z_OK, or Z_STREAM_ERROR for a state that is not there.
        let code = inflateReset(stream)
        precondition(code == Z_OK, "inflateReset returned \(code)")
        position = .inMember
    }

    private mutating func inflateMember(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> (consumed: Int, produced: Int) {
        let given = UInt32(clamping: input.count)
        let room = UInt32(clamping: output.count)
        stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_in = given
        stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = room
        defer {
            stream.pointee.next_in = nil
            stream.pointee.next_out = nil
        }
        // Z_NEED_DICT does not occur in gzip streams; Z_BUF_ERROR only says that nothing could be done.
        let code = CZlib.inflate(stream, Z_NO_FLUSH)
        switch code {
        case Z_OK, Z_BUF_ERROR:
            break
        case Z_STREAM_END:
            position = .betweenMembers
        case Z_DATA_ERROR:
            position = .failed(.corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "data error"))
        default:
            preconditionFailure("inflate returned \(code)")
        }
        return (Int(given - stream.pointee.avail_in), Int(room - stream.pointee.avail_out))
    }
}

/// The largest window, 2^15, plus 16: a gzip header and trailer are expected, not zlib's.
private let gzipOnly: Int32 = 15 + 16
