internal import MixpanelImport
internal import NIOCore
internal import NIOHTTP1

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The judgement of `/import`, and of what else client libraries call: request in, verdict out, nothing stored.
struct ImportEndpoint {
    private let rules: SandboxConfiguration
    private var window: RateWindow?

    init(_ rules: SandboxConfiguration) {
        self.rules = rules
        self.window = rules.rateLimit.map(RateWindow.init)
    }

    /// Profiles, which are not events: taken and forgotten.
    private static let profiles = ["/engage", "/groups"]

    mutating func verdict(
        _ head: HTTPRequestHead,
        _ request: ClientRequest,
        _ body: BodyDecoder.Body,
        at time: Duration
    ) -> BatchVerdict {
        let isProfile = Self.profiles.contains(request.path)
        let isKnown = request.path == "/import" || request.isForTracking || isProfile
        guard isKnown, head.method == .POST || head.method == .GET else { return BatchVerdict(refusal: .notFound) }
        if isProfile { return BatchVerdict(style: request["verbose"] == "1" ? .verbose : .digit) }
        if !request.isForTracking, let refusal = authRefusal(head, request) { return BatchVerdict(refusal: refusal) }
        let isEmpty = body.refusal == nil && body.events.isEmpty
        if let error = isEmpty ? "data, missing or empty" : body.error {
            if case .json = request.style { return BatchVerdict(refusal: .refused(error)) }
            return BatchVerdict(error: error, style: request.style)
        }
        if let refusal = body.refusal { return BatchVerdict(refusal: refusal) }
        if body.events.count > rules.maximumEvents {
            return BatchVerdict(refusal: .refused("request exceeds max limit of \(rules.maximumEvents) events"))
        }
        let size = body.bytes.readableBytes
        if window?.admits(events: body.events.count, bytes: size, at: time) == false {
            return BatchVerdict(refusal: .rateLimited)
        }
        var verdict = body.bytes.withUnsafeReadableBytes { bytes in
            request.isForTracking ? track(bytes, body.events) : judge(bytes, body.events, isStrict: request.isStrict)
        }
        // The service documents that it says what is wrong with events if it is asked to.
        if !request.isStrict { verdict.failed = [] }
        verdict.style = request.style
        return verdict
    }

    private func authRefusal(_ head: HTTPRequestHead, _ request: ClientRequest) -> SandboxResponse? {
        let header = head.headers.first(name: "authorization")
        if let header, isBearer(header), rules.credentials == nil {
            return request["project_id"] ?? "" == "" ? .missingProject : nil
        }
        let key = request["api_key"].flatMap { $0.isEmpty ? nil : BasicAuth(user: $0, password: "") }
        guard let auth = header.map({ BasicAuth(header: $0) }) ?? key else { return .unauthorized }
        if auth.isServiceAccount, request["project_id"] ?? "" == "" { return .missingProject }
        if let expected = rules.credentials, expected != auth { return .unauthorized }
        if auth.isServiceAccount, auth.password.isEmpty { return .unauthorized }
        return nil
    }

    /// What comes by OAuth, any token.
    private func isBearer(_ header: String) -> Bool {
        let parts = header.split(separator: " ")
        return parts.count == 2 && parts[0].lowercased() == "bearer"
    }

    /// All of them or none.
    private func track(_ body: UnsafeRawBufferPointer, _ events: [Range<Int>]) -> BatchVerdict {
        var verdict = BatchVerdict(total: events.count)
        for (index, range) in events.enumerated() {
            let event = UnsafeRawBufferPointer(rebasing: body[range])
            if let problem = TrackedEvent.problem(of: event) { return BatchVerdict(error: problem) }
            guard let scan = try? EventScanner.scan(event) else { continue }
            verdict.accepted.append(accepted(index, range, event, scan))
        }
        return verdict
    }

    private func judge(
        _ body: UnsafeRawBufferPointer,
        _ events: [Range<Int>],
        isStrict: Bool
    ) -> BatchVerdict {
        var verdict = BatchVerdict(total: events.count)
        verdict.accepted.reserveCapacity(events.count)
        let now = Int64(time(nil))
        for (index, range) in events.enumerated() {
            let event = UnsafeRawBufferPointer(rebasing: body[range])
            do throws(EventFault) {
                guard let scan = try EventScanner.scan(event) else {
                    return BatchVerdict(total: events.count, refusal: .refused("event \(index) is blank"))
                }
                if rules.simplifiedIdentity, isIdentityEvent(event, scan) {
                    return BatchVerdict(total: events.count, refusal: .identityRefusal)
                }
                // Where it need not be strict, the service makes up an id.
                let isIDGiven = !isStrict && scan.insertID == nil
                if let violation = ServiceRules.violation(
                    of: event,
                    scan: scan,
                    now: now,
                    insertIDIsOptional: isIDGiven
                ) {
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
        var hasher = Hasher()
        combine(scan.event, of: event, &hasher)
        combine(scan.distinctID, of: event, &hasher)
        combine(scan.time, of: event, &hasher)
        let insertID = scan.insertID.flatMap { id in
            id.kind == .string ? (range.lowerBound + id.start)..<(range.lowerBound + id.end) : nil
        }
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
