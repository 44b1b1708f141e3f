internal import Gzip
internal import NIOCore
internal import NIOHTTP1

/// Undoes the content encoding of a body and finds its events. Keeps one buffer for all bodies.
struct BodyDecoder {
    private let limit: Int
    private var inflated = ByteBuffer()

    struct Body {
        var bytes: ByteBuffer
        var events: [Range<Int>]
        /// Set if the body cannot be judged event by event.
        var refusal: SandboxResponse?
        /// What is wrong with the data of a form, for those who ask for no more than yes or no.
        var error: String?
    }

    init(limit: Int) {
        self.limit = limit
    }

    /// Reads also what the request's fields are.
    mutating func decode(
        _ wire: ByteBuffer,
        _ head: HTTPRequestHead,
        _ request: inout ClientRequest,
        maximumEvents: Int
    ) -> Body {
        var body = Body(bytes: wire, events: [])
        switch head.headers.first(name: "content-encoding") {
        case nil, "identity": break
        case "gzip":
            do throws(GzipError) {
                body.bytes = try inflate(wire)
            } catch {
                body.bytes = ByteBuffer()
                body.refusal = .refused("the body is not valid gzip")
            }
        case let other?: body.refusal = .refused("unknown Content-Encoding \(other)")
        }
        if body.bytes.readableBytes > limit { body.refusal = .tooLarge(limit: limit) }
        guard body.refusal == nil else { return body }
        if request.hasFields {
            request.read(form: body.bytes)
            guard let data = request.data, data.readableBytes > 0 else {
                body.bytes = ByteBuffer()
                return body
            }
            body.bytes = data
        }
        let isJSON = request.hasFields || request.contentType == "application/json"
        let takesOne = request.hasFields || request.isForTracking
        let events = body.bytes.withUnsafeReadableBytes { bytes -> Result<[Range<Int>], EventSplitter.Malformed> in
            switch request.contentType {
            case _ where isJSON:
                return Result { () throws(EventSplitter.Malformed) in
                    if takesOne, let only = EventSplitter.object(bytes) { return [only] }
                    return try EventSplitter.elements(bytes, limit: maximumEvents + 1)
                }
            case "application/x-ndjson":
                if hasCarriageReturnLineEnd(bytes) {
                    return .failure(.init(reason: "a line ends with a carriage return"))
                }
                return .success(EventSplitter.lines(bytes, limit: maximumEvents + 1))
            default:
                return .failure(.init(reason: "Content-Type must be application/json or application/x-ndjson"))
            }
        }
        switch events {
        case .success(let events): body.events = events
        case .failure(let malformed):
            body.refusal = .refused(malformed.reason)
            body.error = malformed.reason
        }
        return body
    }

    /// Stops soon after the limit, so that a small body cannot become a huge one.
    private mutating func inflate(_ wire: ByteBuffer) throws(GzipError) -> ByteBuffer {
        inflated.clear()
        var inflater = GzipInflater()
        var offset = 0
        while inflated.readableBytes <= limit {
            let (consumed, isDrained) = try inflateStep(wire, from: offset, &inflater)
            offset += consumed
            if isDrained {
                try inflater.finish()
                break
            }
        }
        return inflated
    }

    private mutating func inflateStep(
        _ wire: ByteBuffer,
        from offset: Int,
        _ inflater: inout GzipInflater
    ) throws(GzipError) -> (consumed: Int, isDrained: Bool) {
        var result = Result<(consumed: Int, isDrained: Bool), GzipError>.success((0, false))
        inflated.writeWithUnsafeMutableBytes(minimumWritableBytes: 65_536) { output in
            wire.withUnsafeReadableBytes { input in
                let rest = UnsafeRawBufferPointer(rebasing: input[offset...])
                do throws(GzipError) {
                    let step = try inflater.inflate(rest, into: output)
                    result = .success((step.consumed, step.produced < output.count))
                    return step.produced
                } catch {
                    result = .failure(error)
                    return 0
                }
            }
        }
        return try result.get()
    }
}

/// Between the tokens of a line a carriage return is whitespace, as JSON has it.
private func hasCarriageReturnLineEnd(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var start = 0
    while let found = bytes.firstOffset(of: UInt8(ascii: "\r"), from: start) {
        start = found + 1
        if start == bytes.count || bytes[start] == UInt8(ascii: "\n") { return true }
    }
    return false
}
