internal import MixpanelImport

/// Collects the words of a fault and makes a rule of them.
struct FaultReader {
    private var trigger = FaultTrigger()
    private var fault = RequestFault()
    private var reply: RequestFault.Reply?
    private var ending: RequestFault.Ending?
    private var headers: [SandboxResponse.Header] = []
    private var type: String?
    private var body: [UInt8]?
    private var limit: Int?
    private var repeating: [UInt8]?
    private var larger: Int?
    private var smaller: Int?
    private var from: Duration?
    private var to: Duration?
    private var commits = false
    private var isOnConnection = false
    private var connectionFault: ConnectionFault?

    mutating func take(_ word: FaultWord) throws(FaultSyntaxError) {
        if try takeTrigger(word) { return }
        if try takeReply(word) { return }
        if try takeManner(word) { return }
        throw FaultSyntaxError(word: word.text, problem: "an unknown word")
    }

    private mutating func takeTrigger(_ word: FaultWord) throws(FaultSyntaxError) -> Bool {
        switch word.name {
        case "n": trigger.numbers = try word.range(from: 1)
        case "every": trigger.every = try word.number()
        case "conn": trigger.connections = try word.range(from: 1)
        case "contains": trigger.contains = try word.bytes()
        case "larger": larger = try word.size()
        case "smaller": smaller = try word.size()
        case "events": trigger.events = try word.range(from: 0)
        case "p": trigger.probability = try word.probability()
        case "from": from = try word.duration()
        case "to": to = try word.duration()
        case "times": trigger.times = try word.number()
        default: return false
        }
        return true
    }

    private mutating func takeReply(_ word: FaultWord) throws(FaultSyntaxError) -> Bool {
        switch word.name {
        case "status": reply = .answer(.typical(try word.status()))
        case "retry-after": headers.append(SandboxResponse.Header("Retry-After", try word.string()))
        case "location": headers.append(SandboxResponse.Header("Location", try word.string()))
        case "header":
            headers.append(try word.read("a header such as Server:nginx", Self.header))
        case "type": type = try word.string()
        case "body": body = try word.bytes()
        case "limit": limit = try word.size()
        case "records":
            reply = .answer(Self.failedRecords(try word.bytes()))
        case "identity":
            try word.plain()
            reply = .answer(.identityRefusal)
        case "short": reply = .short(by: try word.number())
        case "failing": reply = .failing(Array(try word.range(from: 0).clamped(to: 0...99_999)))
        case "raw": reply = .raw(try word.bytes())
        case "repeat": repeating = try word.bytes()
        case "answer":
            try word.plain()
            reply = .service
        default: return false
        }
        return true
    }

    private mutating func takeManner(_ word: FaultWord) throws(FaultSyntaxError) -> Bool {
        switch word.name {
        case "delay": fault.delay = try word.duration()
        case "trickle": fault.trickle = try word.read("bytes and an interval such as 1/100ms", Self.trickle)
        case "cut": fault.cut = try word.read("status, headers, body or a number of bytes", Self.cut)
        case "after": fault.moment = .afterBodyBytes(try word.size())
        case "read-rate": connectionFault = .read(bytesPerSecond: try word.size())
        case "refuse": connectionFault = .refuse(try word.duration())
        default:
            switch word.name {
            case "close": ending = .close
            case "reset": ending = .reset
            case "hang": ending = .hang
            case "connection-close": fault.closesOrderly = true
            case "commit": commits = true
            case "accept": isOnConnection = true
            default: return false
            }
            try word.plain()
        }
        return true
    }

    mutating func rule() throws(FaultSyntaxError.Problem) -> FaultRule {
        if larger != nil || smaller != nil {
            let first = (larger ?? -1) + 1
            let last = (smaller ?? .max) - 1
            guard first <= last else { throw FaultSyntaxError.Problem(text: "no size is larger and smaller") }
            trigger.bytes = first...last
        }
        if from != nil || to != nil {
            let end = to ?? .seconds(Int64.max)
            guard from ?? .zero < end else { throw FaultSyntaxError.Problem(text: "it ends before it begins") }
            trigger.window = (from ?? .zero)..<end
        }
        return isOnConnection || connectionFault != nil ? try connectionRule() : try requestRule()
    }

    private func connectionRule() throws(FaultSyntaxError.Problem) -> FaultRule {
        if trigger.needsBody || trigger.connections != nil {
            throw FaultSyntaxError.Problem(text: "a connection has no body yet: use n, every, p, from, to, times")
        }
        if reply != nil || fault != RequestFault() || commits || hasAnswerWords {
            throw FaultSyntaxError.Problem(text: "a connection has no answer, only a request has")
        }
        switch (connectionFault, ending) {
        case (let fault?, nil): return .connection(trigger, fault)
        case (nil, .reset): return .connection(trigger, .reset)
        case (nil, .close): return .connection(trigger, .close)
        case (nil, .hang): return .connection(trigger, .hang)
        default: throw FaultSyntaxError.Problem(text: "accept wants one of reset, close, hang")
        }
    }

    private mutating func requestRule() throws(FaultSyntaxError.Problem) -> FaultRule {
        let shapesAnswer = fault.cut != nil || fault.trickle != nil || fault.closesOrderly
        if reply == nil, ending == nil, !shapesAnswer, fault.delay == .zero {
            throw FaultSyntaxError.Problem(text: "it does not say what goes wrong")
        }
        fault.reply = try finishedReply() ?? (ending == nil || shapesAnswer ? .service : .nothing)
        fault.ending = ending ?? .orderly
        if fault.moment != .afterBody {
            if trigger.needsBody {
                throw FaultSyntaxError.Problem(text: "after acts before the body has come and cannot ask about it")
            }
            if fault.isHonest || fault.reply == .service {
                throw FaultSyntaxError.Problem(text: "after wants status, raw, close, reset or hang")
            }
            if commits { throw FaultSyntaxError.Problem(text: "after leaves no batch to commit") }
        }
        return .request(trigger, fault, commit: commits)
    }

    private var hasAnswerWords: Bool {
        !headers.isEmpty || type != nil || body != nil || limit != nil || repeating != nil
    }

    private func finishedReply() throws(FaultSyntaxError.Problem) -> RequestFault.Reply? {
        switch reply {
        case .answer(var answer):
            if repeating != nil { throw FaultSyntaxError.Problem(text: "repeat wants raw") }
            if let limit {
                guard answer.status == 413 else { throw FaultSyntaxError.Problem(text: "limit wants status=413") }
                answer = .tooLarge(limit: limit)
            }
            if let body { answer.body = body }
            if let type {
                answer.headers.removeAll { $0.name == "Content-Type" }
                answer.headers.append(SandboxResponse.Header("Content-Type", type))
            }
            answer.headers += headers
            return .answer(answer)
        case .raw(let bytes, _):
            if !headers.isEmpty || type != nil || body != nil || limit != nil {
                throw FaultSyntaxError.Problem(text: "raw is the whole answer")
            }
            return .raw(bytes, repeating: repeating ?? [])
        case .service, .nothing, .short, .failing, nil:
            if hasAnswerWords {
                throw FaultSyntaxError.Problem(text: "retry-after, location, header, type, body and limit want status")
            }
            return reply
        }
    }

    private static func header(_ text: String) -> SandboxResponse.Header? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let value = text[text.index(after: colon)...].drop { $0 == " " }
        return SandboxResponse.Header(String(text[..<colon]), String(value))
    }

    /// The JSON texts keep their commas, so that they are counted as the elements of an array.
    private static func failedRecords(_ records: [UInt8]) -> SandboxResponse {
        let array = Array("[".utf8) + records + Array("]".utf8)
        let count = array.withUnsafeBytes { try? EventSplitter.elements($0, limit: .max).count } ?? 1
        return .failedValidation([String(decoding: records, as: UTF8.self)], imported: "{events-\(count)}")
    }

    private static func trickle(_ text: String) -> RequestFault.Trickle? {
        let parts = text.split(separator: "/", maxSplits: 1)
        guard parts.count == 2, let bytes = Quantity.bytes(String(parts[0])), bytes >= 1,
            let interval = Quantity.duration(String(parts[1]))
        else { return nil }
        return RequestFault.Trickle(bytes: bytes, every: interval)
    }

    private static func cut(_ text: String) -> RequestFault.Cut? {
        switch text {
        case "status": .inStatusLine
        case "headers": .inHeaders
        case "body": .inBody
        default: Quantity.bytes(text).map { .afterBytes($0) }
        }
    }
}
