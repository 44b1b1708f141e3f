extension RequestFault {
    package static var reset: RequestFault { RequestFault(.nothing).ending(.reset) }
    package static var close: RequestFault { RequestFault(.nothing).ending(.close) }
    package static var hang: RequestFault { RequestFault(.nothing).ending(.hang) }

    package static func answer(_ answer: HTTPResponse) -> RequestFault { RequestFault(.answer(answer)) }

    /// The answer that usually comes with the status: the documented one, or a proxy's.
    package static func status(_ status: Int, headers: [HTTPResponse.Header] = []) -> RequestFault {
        var answer = HTTPResponse.typical(status)
        answer.headers += headers
        return RequestFault(.answer(answer))
    }

    package static func status(_ status: Int, body: String, type: String = "application/json") -> RequestFault {
        RequestFault(.answer(HTTPResponse(status, type: type, body: body)))
    }

    package static func rateLimited(retryAfter: String? = nil) -> RequestFault {
        status(429, headers: retryAfter.map { [HTTPResponse.Header("Retry-After", $0)] } ?? [])
    }

    package static func tooLarge(limit: Int) -> RequestFault { RequestFault(.answer(.tooLarge(limit: limit))) }

    package static func redirect(_ status: Int, to location: String) -> RequestFault {
        self.status(status, headers: [HTTPResponse.Header("Location", location)])
    }

    package static func short(by count: Int) -> RequestFault { RequestFault(.short(by: count)) }

    package static func failing(_ indices: [Int]) -> RequestFault { RequestFault(.failing(indices)) }

    /// 400 with these JSON texts as `failed_records`, and the remaining events counted as imported.
    package static func failedRecords(_ records: [String]) -> RequestFault {
        RequestFault(.answer(.failedRecords(records)))
    }

    /// How a project with simplified identity management refuses a batch that holds identity events.
    package static var identityRefusal: RequestFault { RequestFault(.answer(.identityRefusal)) }

    package static func raw(_ text: String, repeating: String = "") -> RequestFault {
        RequestFault(.raw(Array(text.utf8), repeating: Array(repeating.utf8)))
    }

    /// The service's own answer, cut.
    package static func cut(_ cut: Cut) -> RequestFault { RequestFault().cut(cut) }

    package static func delayed(by delay: Duration) -> RequestFault { RequestFault().delayed(by: delay) }

    /// The service's own answer, this many bytes at a time.
    package static func trickle(bytes: Int, every interval: Duration) -> RequestFault {
        RequestFault().trickling(bytes: bytes, every: interval)
    }

    /// The service's own answer, with `Connection: close`.
    package static var orderlyClose: RequestFault {
        var fault = RequestFault()
        fault.closesOrderly = true
        return fault
    }

    package func ending(_ ending: Ending) -> RequestFault {
        var fault = self
        fault.ending = ending
        return fault
    }

    package func cut(_ cut: Cut) -> RequestFault {
        var fault = self
        fault.cut = cut
        return fault
    }

    package func delayed(by delay: Duration) -> RequestFault {
        var fault = self
        fault.delay = delay
        return fault
    }

    package func trickling(bytes: Int, every interval: Duration) -> RequestFault {
        var fault = self
        fault.trickle = Trickle(bytes: bytes, every: interval)
        return fault
    }

    package func afterBodyBytes(_ count: Int) -> RequestFault {
        var fault = self
        fault.moment = .afterBodyBytes(count)
        return fault
    }
}
