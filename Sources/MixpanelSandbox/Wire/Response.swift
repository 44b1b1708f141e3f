internal import NIOCore
internal import NIOHTTP1

/// What goes out for a request, down to the byte, and what becomes of the connection.
struct Response {
    enum Content {
        case nothing
        case answer(SandboxResponse)
        case raw([UInt8], repeating: [UInt8])
    }

    enum Ending {
        case keep
        /// With TLS's `close_notify`.
        case closeOrderly
        case close
        case reset
        case hang
    }

    private enum Tail {
        case nothing
        case repeating(ByteBuffer)
        case ids(Ledger, from: Int)
        case rows(ExportedRows)
    }

    private var bytes = ByteBuffer()
    private var tail = Tail.nothing
    private(set) var delay = TimeAmount.zero
    private(set) var trickle: RequestFault.Trickle?
    private(set) var ending: Ending
    /// Nil for what is not a complete, proper answer.
    private(set) var status: Int?
    let isSilent: Bool

    init(_ content: Content, _ fault: RequestFault, to method: HTTPMethod, closes: Bool, delay: TimeAmount) {
        self.delay = delay
        trickle = fault.trickle
        ending = Self.ending(content, fault, closes: closes)
        switch content {
        case .nothing:
            isSilent = true
        case .answer(let answer):
            isSilent = false
            let wire = answer.wire(closing: closes, hasBody: method != .HEAD)
            if let cut = fault.cut {
                bytes.writeBytes(wire.cut(cut))
            } else {
                bytes.writeBytes(wire.bytes)
                status = answer.status
            }
        case .raw(let raw, let repeating):
            isSilent = false
            bytes.writeBytes(raw)
            guard !repeating.isEmpty else { break }
            let copies = max(1, 16_384 / repeating.count)
            tail = .repeating(ByteBuffer(bytes: repeatElement(repeating, count: copies).joined()))
        }
    }

    /// The ledger as JSON with its ids, which can be many: in pieces until the connection closes.
    init(idsOf ledger: Ledger) {
        isSilent = false
        ending = .closeOrderly
        bytes.writeString("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
        bytes.writeString("{" + ledger.countMembers + #","ids":{"#)
        tail = .ids(ledger, from: 0)
    }

    /// The raw export, in pieces until the connection closes.
    init(exporting rows: ExportedRows) {
        isSilent = false
        ending = .closeOrderly
        bytes.writeString("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n")
        tail = .rows(rows)
    }

    /// Nothing is left to write.
    var isExhausted: Bool {
        guard case .nothing = tail else { return false }
        return bytes.readableBytes == 0
    }

    /// The next piece to write; nil when everything is written.
    mutating func next() -> ByteBuffer? {
        if bytes.readableBytes > 0 {
            return bytes.readSlice(length: min(trickle?.bytes ?? Int.max, bytes.readableBytes))
        }
        switch tail {
        case .nothing:
            return nil
        case .repeating(let chunk):
            return trickle.flatMap { chunk.getSlice(at: 0, length: min($0.bytes, chunk.readableBytes)) } ?? chunk
        case .ids(let ledger, let start):
            var json: [UInt8] = []
            json.reserveCapacity(65_536 + 64)
            if let next = ledger.appendIDMembers(from: start, to: &json, size: 65_536) {
                tail = .ids(ledger, from: next)
            } else {
                json += "}}\n".utf8
                tail = .nothing
            }
            return ByteBuffer(bytes: json)
        case .rows(var rows):
            tail = .nothing
            guard let text = rows.next(size: 65_536) else { return nil }
            tail = .rows(rows)
            return ByteBuffer(bytes: text)
        }
    }

    private static func ending(_ content: Content, _ fault: RequestFault, closes: Bool) -> Ending {
        switch fault.ending {
        case .close: return .close
        case .reset: return .reset
        case .hang: return .hang
        case .orderly: break
        }
        if fault.cut != nil { return .close }
        if case .nothing = content { return .hang }
        return closes ? .closeOrderly : .keep
    }
}
