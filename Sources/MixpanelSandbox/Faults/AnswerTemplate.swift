internal import NIOCore

/// Fills placeholders of a scripted answer with what the request brought: `{events}`, `{imported}` and `{failed}` are
/// counts, also as in `{events-1}`; `{insert_id:3}` is the JSON string of the event at 3, counted from 0.
struct AnswerTemplate {
    private let verdict: BatchVerdict
    private let body: ByteBuffer

    init(_ verdict: BatchVerdict = BatchVerdict(), _ body: ByteBuffer = ByteBuffer()) {
        self.verdict = verdict
        self.body = body
    }

    func fill(_ answer: SandboxResponse) -> SandboxResponse {
        var answer = answer
        answer.body = fill(answer.body)
        return answer
    }

    func fill(_ text: [UInt8]) -> [UInt8] {
        var filled: [UInt8] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
            filled += rest[..<open]
            rest = rest[open...]
            guard let close = rest.prefix(40).firstIndex(of: UInt8(ascii: "}")),
                let value = value(String(decoding: rest[(open + 1)..<close], as: UTF8.self))
            else {
                filled.append(rest.removeFirst())
                continue
            }
            filled += value.utf8
            rest = rest[(close + 1)...]
        }
        return filled + rest
    }

    private func value(_ name: String) -> String? {
        if name.hasPrefix("insert_id:") { return Int(name.dropFirst(10)).flatMap(insertID) }
        let word = name.prefix { $0 != "-" && $0 != "+" }
        let offset = name.dropFirst(word.count)
        guard let count = counts[String(word)], let offset = offset.isEmpty ? 0 : Int(offset) else { return nil }
        return "\(count + offset)"
    }

    private var counts: [String: Int] {
        ["events": verdict.total, "imported": verdict.accepted.count, "failed": verdict.failed.count]
    }

    private func insertID(_ index: Int) -> String? {
        if let event = verdict.accepted.first(where: { $0.index == index }) {
            return body.withUnsafeReadableBytes { body in
                event.insertID.map { String(decoding: body[$0], as: UTF8.self) }
            }
        }
        return verdict.failed.first { $0.index == index }?.insertID
    }
}
