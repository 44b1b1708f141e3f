internal import MixpanelImport
internal import NIOCore
internal import NIOHTTP1

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Takes each request, asks the script and the endpoint, keeps the books, and says what goes back.
final class RequestHandler {
    private(set) var ledger: Ledger
    private(set) var log: RequestLog
    private(set) var keptEvents = KeptEvents()
    private var script: FaultScript
    private var endpoint: ImportEndpoint
    private var decoder: BodyDecoder
    private var dice: SeededRandom
    /// Apart from the others, so that what is lost does not depend on what else is drawn.
    private var lossDice: SeededRandom
    private var requestCount = 0
    private let started = NIODeadline.now()
    /// In seconds since the epoch.
    private let startedAt = Int64(time(nil))
    private let configuration: SandboxConfiguration

    init(_ configuration: SandboxConfiguration) {
        self.configuration = configuration
        ledger = Ledger(remembersIDs: configuration.remembersIDs)
        log = RequestLog(capacity: configuration.logLength)
        script = FaultScript(configuration.faults, seed: configuration.seed)
        endpoint = ImportEndpoint(configuration)
        decoder = BodyDecoder(limit: configuration.maximumBodyBytes)
        dice = SeededRandom(seed: configuration.seed)
        lossDice = SeededRandom(seed: configuration.seed)
    }

    func play(_ rules: [FaultRule]) {
        script = FaultScript(rules, seed: configuration.seed)
    }

    func clear() {
        ledger = Ledger(remembersIDs: configuration.remembersIDs)
        log = RequestLog(capacity: configuration.logLength)
        keptEvents = KeptEvents()
    }

    func connectionFault(_ number: Int) -> ConnectionFault? {
        script.connectionFault(.init(number: number, connection: number, time: elapsed))
    }

    /// The number of requests on the connection so far includes this one.
    func receive(_ head: HTTPRequestHead, connection: Int, requestsOnConnection: Int) -> IncomingRequest {
        let isLast = requestsOnConnection == configuration.requestsPerConnection || !head.isKeepAlive
        if Self.books.contains(RequestTarget(head.uri).path) { return IncomingRequest(head, nil, isLast, wireLimit) }
        requestCount += 1
        ledger.requests += 1
        let arrival = FaultScript.Arrival(number: requestCount, connection: connection, time: elapsed)
        log.append(RequestRecord(arrival, head))
        var request = IncomingRequest(head, arrival, isLast, wireLimit)
        request.earlyFault = script.earlyFault(arrival)
        return request
    }

    /// The answer to a request that plays a fault before its body is complete.
    func answerEarly(_ request: IncomingRequest, _ fault: RequestFault) -> Response {
        log.update(request.arrival) { $0.wireBytes = request.wireBytes }
        return respond(request, fault, content(fault.reply, own: nil, AnswerTemplate()))
    }

    func answer(_ request: IncomingRequest) -> Response {
        guard var arrival = request.arrival else { return bookResponse(request) }
        let time = elapsed
        arrival.time = time
        let head = request.head
        var asked = ClientRequest(head)
        let body = decoder.decode(request.body, head, &asked, maximumEvents: configuration.maximumEvents)
        log.update(arrival) { record in
            record.bodyArrived = time
            record.wireBytes = request.wireBytes
            record.bytes = body.bytes.readableBytes
            record.events = body.events.count
            if configuration.keepBodies { record.body = Array(request.body.readableBytesView) }
        }
        let played = body.bytes.withUnsafeReadableBytes { bytes in
            script.fault(arrival, FaultScript.Body(bytes: bytes, events: body.events.count))
        }
        let fault = played?.fault ?? RequestFault()
        let commits = fault.isHonest || played?.commit == true
        if fault.reply == .nothing, !commits { return respond(request, fault, .nothing) }
        var verdict = endpoint.verdict(head, asked, body, at: time)
        body.bytes.withUnsafeReadableBytes { bytes in
            verdict.tamper(fault.reply, bytes, text: played?.trigger.contains)
            if commits { store(verdict.accepted, of: bytes) }
        }
        let own = verdict.answer(configuration.insertIDSpelling)
        return respond(request, fault, content(fault.reply, own: own, AnswerTemplate(verdict, body.bytes)))
    }

    func answered(_ response: Response, to request: IncomingRequest) {
        guard request.arrival != nil else { return }
        if let status = response.status { ledger.statuses[status, default: 0] += 1 }
        log.update(request.arrival) { record in
            record.answered = elapsed
            record.status = response.status
        }
    }

    func clientLeft(_ request: IncomingRequest) {
        log.update(request.arrival) { $0.clientLeft = true }
    }

    private var elapsed: Duration { Duration(NIODeadline.now() - started) }

    /// A body that takes more than this is too large however it is encoded.
    private var wireLimit: Int { configuration.maximumBodyBytes + 65_536 }

    private func store(_ events: [BatchVerdict.AcceptedEvent], of body: UnsafeRawBufferPointer) {
        for event in events {
            if let id = event.insertID, !configuration.keepEvents {
                _ = store(.init(rebasing: body[id]), event.key)
                continue
            }
            let bytes = UnsafeRawBufferPointer(rebasing: body[event.range])
            let stored = StoredEvent(bytes, newID: makeID(), now: startedAt + elapsed.components.seconds)
            let isNew = stored.id.withUnsafeBytes { store($0, event.key) }
            guard configuration.keepEvents else { continue }
            let isLost = isNew && Double.random(in: 0..<1, using: &lossDice) < configuration.exportLoss
            keptEvents.append(stored.bytes, at: elapsed, isLost: isLost)
        }
    }

    /// False where an event with this id came before.
    private func store(_ id: UnsafeRawBufferPointer, _ key: Int) -> Bool {
        JSONString.withContents(of: id) { ledger.store(id: $0, key: key) }
    }

    private func makeID() -> String { String(UInt128.random(in: (1 << 124)...UInt128.max, using: &dice), radix: 36) }

    private func content(
        _ reply: RequestFault.Reply,
        own: SandboxResponse?,
        _ template: AnswerTemplate
    ) -> Response.Content {
        switch reply {
        case .service, .short, .failing: own.map { .answer($0) } ?? .nothing
        case .nothing: .nothing
        case .answer(let answer): .answer(template.fill(answer))
        case .raw(let bytes, let repeating): .raw(template.fill(bytes), repeating: repeating)
        }
    }

    private func respond(_ request: IncomingRequest, _ fault: RequestFault, _ content: Response.Content) -> Response {
        let latency = configuration.latency
        let drawn = Double.random(in: latency.lowerBound.seconds...latency.upperBound.seconds, using: &dice)
        let delay = TimeAmount(.seconds(drawn) + fault.delay)
        let closes = fault.closesOrderly || request.isLastOnConnection
        return Response(content, fault, to: request.head.method, closes: closes, delay: delay)
    }

    /// What is not the service's interface, or no import: it is not counted, and no fault is played.
    private static let books = ["/ledger"] + ExportQuery.paths

    private func bookResponse(_ request: IncomingRequest) -> Response {
        let target = RequestTarget(request.head.uri)
        let method = request.head.method
        if target.path != "/ledger" { return exportResponse(request, target) }
        switch method {
        case .GET where target["ids"] == "1": return Response(idsOf: ledger)
        case .GET, .HEAD: break
        case .DELETE: clear()
        default: return plainResponse(request, .notFound)
        }
        return plainResponse(request, SandboxResponse(200, body: "{\(ledger.countMembers)}\n"))
    }

    private func exportResponse(_ request: IncomingRequest, _ target: RequestTarget) -> Response {
        guard request.head.method == .GET else { return plainResponse(request, .notFound) }
        guard configuration.keepEvents else {
            return plainResponse(request, .refused("this sandbox keeps no events (mixport sandbox --export)"))
        }
        do throws(ExportQuery.Invalid) {
            return Response(exporting: try export(target))
        } catch {
            return plainResponse(request, .refused(error.reason))
        }
    }

    func export(_ target: RequestTarget) throws(ExportQuery.Invalid) -> ExportedRows {
        let latest = elapsed - configuration.exportDelay
        return ExportedRows(keptEvents, try ExportQuery(target), upTo: latest, startedAt: startedAt * 1_000)
    }

    private func plainResponse(_ request: IncomingRequest, _ answer: SandboxResponse) -> Response {
        let closes = request.isLastOnConnection
        return Response(.answer(answer), RequestFault(), to: request.head.method, closes: closes, delay: .zero)
    }
}

extension Duration {
    fileprivate var seconds: Double { self / .seconds(1) }
}
