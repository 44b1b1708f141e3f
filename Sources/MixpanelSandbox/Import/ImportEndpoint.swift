internal import Glibc
internal import MixpanelImport
internal import NIOCore
internal import NIOHTTP1

/// The judgement of `POST /import`: request in, verdict out, nothing stored.
struct ImportEndpoint {
    private let rules: SandboxConfiguration
    private var window: RateWindow?

    init(_ rules: SandboxConfiguration) {
        self.rules = rules
        self.window = rules.rateLimit.map(RateWindow.init)
    }

    mutating func verdict(_ head: HTTPRequestHead, _ body: BodyDecoder.Body, at time: Duration) -> BatchVerdict {
        let target = RequestTarget(head.uri)
        guard head.method == .POST, target.path == "/import" else { return BatchVerdict(refusal: .notFound) }
        if let refusal = authRefusal(head, target) ?? body.refusal { return BatchVerdict(refusal: refusal) }
        if body.events.isEmpty { return BatchVerdict(refusal: .refused("data, missing or empty")) }
        if body.events.count > rules.maximumEvents {
            return BatchVerdict(refusal: .refused("request exceeds max limit of \(rules.maximumEvents) events"))
        }
        let size = body.bytes.readableBytes
        if window?.admits(events: body.events.count, bytes: size, at: time) == false {
            return BatchVerdict(refusal: .rateLimited)
        }
        var verdict = body.bytes.withUnsafeReadableBytes { judge($0, body.events) }
        // The service documents that it says what is wrong with events if it is asked to.
        if target["strict"] != "1" { verdict.failed = [] }
        return verdict
    }

    private func authRefusal(_ head: HTTPRequestHead, _ target: RequestTarget) -> SandboxResponse? {
        guard let header = head.headers.first(name: "authorization") else { return .unauthorized }
        if isBearer(header), rules.credentials == nil {
            return target["project_id"] ?? "" == "" ? .missingProject : nil
        }
        guard let auth = BasicAuth(header: header) else { return .unauthorized }
        if auth.isServiceAccount, target["project_id"] ?? "" == "" { return .missingProject }
        if let expected = rules.credentials, expected != auth { return .unauthorized }
        if auth.isServiceAccount, auth.password.isEmpty { return .unauthorized }
        return nil
    }

    /// What comes by OAuth, any token.
    private func isBearer(_ header: String) -> Bool {
        let parts = header.split(separator: " ")
        return parts.count == 2 && parts[0].lowercased() == "bearer"
    }

    private func judge(_ body: UnsafeRawBufferPointer, _ events: [Range<Int>]) -> BatchVerdict {
        var verdict = BatchVerdict(total: events.count)
        verdict.accepted.reserveCapacity(events.count)
        let now = Int64(Glibc.time(nil))
        for (index, range) in events.enumerated() {
            let event = UnsafeRawBufferPointer(rebasing: body[range])
            do throws(EventFault) {
                guard let scan = try EventScanner.scan(event) else {
                    return BatchVerdict(total: events.count, refusal: .refused("event \(index) is blank"))
                }
                if rules.simplifiedIdentity, isIdentityEvent(event, scan) {
                    return BatchVerdict(total: events.count, refusal: .identityRefusal)
                }
                if let violation = ServiceRules.violation(of: event, scan: scan, now: now) {
                    verdict.failed.append(FailedRecord(index, event, scan, violation))
                } else {
                    verdict.accepted.append(accepted(index, range, event, scan))
                }
            } catch {
                guard let record = FailedRecord(index, error) else {
                    let reason = "event \(index) cannot be parsed: \(error.message)"
                    return BatchVerdict(total: events.count, refusal: .refused(reason))
                }
                verdict.failed.append(record)
            }
        }
        return verdict
    }

    private func isIdentityEvent(_ event: UnsafeRawBufferPointer, _ scan: EventScan) -> Bool {
        JSONString.withContents(of: .init(rebasing: event[scan.event.start..<scan.event.end])) { name in
            name.first == UInt8(ascii: "$")
                && ["$identify", "$create_alias", "$merge"].contains { name.elementsEqual($0.utf8) }
        }
    }

    private func accepted(
        _ index: Int,
        _ range: Range<Int>,
        _ event: UnsafeRawBufferPointer,
        _ scan: EventScan
    ) -> BatchVerdict.AcceptedEvent {
        guard let id = scan.insertID else { preconditionFailure("an event without $insert_id was accepted") }
        var hasher = Hasher()
        combine(scan.event, of: event, &hasher)
        combine(scan.distinctID, of: event, &hasher)
        combine(scan.time, of: event, &hasher)
        let insertID = (range.lowerBound + id.start)..<(range.lowerBound + id.end)
        return BatchVerdict.AcceptedEvent(index: index, range: range, insertID: insertID, key: hasher.finalize())
    }

    /// A number counts as the string of its digits.
    private func combine(_ value: EventScan.Value?, of event: UnsafeRawBufferPointer, _ hasher: inout Hasher) {
        guard let value else { return }
        let token = UnsafeRawBufferPointer(rebasing: event[value.start..<value.end])
        if value.kind == .string {
            JSONString.withContents(of: token) { hasher.combine(bytes: $0) }
        } else {
            hasher.combine(bytes: token)
        }
        hasher.combine(UInt8(0xFF))
    }
}
