import MixpanelSandbox
import Testing

@Suite struct BatchCutTests {
    @Test(arguments: [(1, 1), (1_999, 1), (2_000, 1), (2_001, 2), (4_000, 2)])
    func `batches are cut by count, and none is empty`(lines: Int, requests: Int) async throws {
        let outcome = try await Case(Event.lines(lines)).gives(
            exit: 0,
            .imported(Amount(lines)),
            requests: Amount(requests)
        )
        #expect(outcome.served.requests.map(\.events).reduce(0, +) == lines)
        #expect(outcome.served.requests.allSatisfy { (1...2_000).contains($0.events) })
    }

    @Test func `batches are cut by bytes`() async throws {
        let text = Event.lines(2_000, #","x":"\#(String(repeating: "x", count: 6_000))""#)
        let outcome = try await Case(text).gives(exit: 0, .imported(2_000), requests: 2)
        #expect(outcome.served.requests.allSatisfy { $0.bytes <= 9_500_000 })
    }

    @Test func `batches that get ids are cut by the bytes that are sent`() async throws {
        let text = (1...500).map { Event.anonymous($0) + "\n" }.joined()
        let outcome = try await Case(text, "--batch-bytes", "1000").gives(exit: 0, .imported(500))
        #expect(outcome.served.requests.allSatisfy { $0.bytes <= 1_000 && $0.events > 0 })
    }

    @Test func `a line that is larger than a batch goes alone`() async throws {
        let long = Event.line(2, value: "\"\(String(repeating: "x", count: 5_000))\"")
        let text = "\(Event.line(1))\n\(long)\n\(Event.line(3))\n"
        let outcome = try await Case(text, "--batch-bytes", "1000").gives(exit: 0, .imported(3), requests: 3)
        #expect(outcome.served.requests.map(\.events) == [1, 1, 1])
    }

    @Test func `bytes are counted before compression, whatever they are`() async throws {
        var random = SystemRandomNumberGenerator()
        let noise = (1...2_000).map { number in
            let words = (0..<40).map { _ in String(random.next(), radix: 36) }
            return Event.line(number, value: "\"\(words.joined())\"") + "\n"
        }
        let sameness = [String](repeating: Event.line(1, value: "\"the same\"") + "\n", count: 2_000)
        for lines in [noise, sameness] {
            let outcome = try await Case(lines.joined()).gives(exit: 0, .imported(2_000), requests: 1)
            // The last newline is not sent.
            #expect(outcome.served.requests[0].bytes == lines.joined().utf8.count - 1)
            #expect(outcome.served.requests[0].header("Content-Encoding") == "gzip")
            #expect(outcome.served.requests[0].wireBytes < outcome.served.requests[0].bytes)
        }
    }

    @Test func `a batch can be a single event, but not larger than the service takes`() async throws {
        let outcome = try await Case(Event.lines(20), "--batch-events", "1").gives(exit: 0, .imported(20), requests: 20)
        #expect(outcome.served.requests.allSatisfy { $0.events == 1 })
        try await Case(Event.lines(20), "--batch-events", "2001").gives(exit: 64, requests: 0)
    }

    @Test func `a request is what the service documents`() async throws {
        let outcome = try await Case(Event.lines(5)).gives(exit: 0, .imported(5), requests: 1)
        let request = outcome.served.requests[0]
        #expect(request.method == "POST")
        #expect(request.target == "/import?strict=1")
        #expect(request.header("Content-Type") == "application/x-ndjson")
        #expect(request.header("Content-Length") == "\(request.wireBytes)")
        #expect(request.header("Transfer-Encoding") == nil)
        #expect(request.header("User-Agent")?.hasPrefix("mixport/") == true)
    }
}
