extension RequestFault {
    /// No answer, and a reset.
    public static var reset: RequestFault { RequestFault(.nothing).ending(.reset) }
    /// No answer; the connection is closed.
    public static var close: RequestFault { RequestFault(.nothing).ending(.close) }
    /// No answer; the connection stays open, but dead.
    public static var hang: RequestFault { RequestFault(.nothing).ending(.hang) }

    /// This answer instead of the service's own.
    public static func answer(_ answer: SandboxResponse) -> RequestFault { RequestFault(.answer(answer)) }

    /// The answer that usually comes with the status: the documented one, or a proxy's.
    public static func status(_ status: Int, headers: [SandboxResponse.Header] = []) -> RequestFault {
        var answer = SandboxResponse.typical(status)
        answer.headers += headers
        return RequestFault(.answer(answer))
    }

    /// An answer with this status and body.
    public static func status(_ status: Int, body: String, type: String = "application/json") -> RequestFault {
        RequestFault(.answer(SandboxResponse(status, type: type, body: body)))
    }

    /// 429, with a `Retry-After` if there is one: seconds, or an HTTP date.
    public static func rateLimited(retryAfter: String? = nil) -> RequestFault {
        status(429, headers: retryAfter.map { [SandboxResponse.Header("Retry-After", $0)] } ?? [])
    }

    /// 413 that names a limit in bytes.
    public static func tooLarge(limit: Int) -> RequestFault { RequestFault(.answer(.tooLarge(limit: limit))) }

    /// A redirect to another URL.
    public static func redirect(_ status: Int, to location: String) -> RequestFault {
        self.status(status, headers: [SandboxResponse.Header("Location", location)])
    }

    /// 200 that stores and counts this many events fewer.
    public static func short(by count: Int) -> RequestFault { RequestFault(.short(by: count)) }

    /// The events at these places, from 0, fail validation.
    public static func failing(_ indices: [Int]) -> RequestFault { RequestFault(.failing(indices)) }

    /// 400 with these JSON texts as `failed_records`, and the remaining events counted as imported.
    public static func failedRecords(_ records: [String]) -> RequestFault {
        RequestFault(.answer(.failedRecords(records)))
    }

    /// How a project with simplified identity management refuses a batch that holds identity events.
    public static var identityRefusal: RequestFault { RequestFault(.answer(.identityRefusal)) }

    /// These bytes instead of an answer, then the second ones over and over until the client has gone.
    public static func raw(_ text: String, repeating: String = "") -> RequestFault {
        RequestFault(.raw(Array(text.utf8), repeating: Array(repeating.utf8)))
    }

    /// The service's own answer, cut.
    public static func cut(_ cut: Cut) -> RequestFault { RequestFault().cut(cut) }

    /// The service's own answer, late.
    public static func delayed(by delay: Duration) -> RequestFault { RequestFault().delayed(by: delay) }

    /// The service's own answer, this many bytes at a time.
    public static func trickle(bytes: Int, every interval: Duration) -> RequestFault {
        RequestFault().trickling(bytes: bytes, every: interval)
    }

    /// The service's own answer, with `Connection: close`.
    public static var orderlyClose: RequestFault {
        var fault = RequestFault()
        fault.closesOrderly = true
        return fault
    }

    /// The same fault with this end of the connection.
    public func ending(_ ending: Ending) -> RequestFault {
        var fault = self
        fault.ending = ending
        return fault
    }

    /// The same fault with the answer cut there.
    public func cut(_ cut: Cut) -> RequestFault {
        var fault = self
        fault.cut = cut
        return fault
    }

    /// The same fault, this much later.
    public func delayed(by delay: Duration) -> RequestFault {
        var fault = self
        fault.delay = delay
        return fault
    }

    /// The same fault with the answer in pieces of `bytes` bytes.
    public func trickling(bytes: Int, every interval: Duration) -> RequestFault {
        var fault = self
        fault.trickle = Trickle(bytes: bytes, every: interval)
        return fault
    }

    /// The same fault once this many bytes of the body have come.
    public func afterBodyBytes(_ count: Int) -> RequestFault {
        var fault = self
        fault.moment = .afterBodyBytes(count)
        return fault
    }
}
