import MixpanelSandbox
import Testing

@Suite struct FaultParsingTests {
    @Test func `words become rules`() throws {
        var trigger = FaultTrigger.window(.seconds(2)..<(.seconds(5)))
        trigger.every = 5
        trigger.connections = 2...3
        trigger.bytes = 1_001...1_999
        trigger.events = 7...Int.max
        trigger.times = 4
        let cases: [(String, FaultRule)] = [
            ("n=3,status=429,retry-after=7", .request(.number(3), .rateLimited(retryAfter: "7"))),
            ("p=0.05,reset,commit", .request(.probability(0.05), .reset, commit: true)),
            ("from=2s,to=5s,status=503", .request(.window(.seconds(2)..<(.seconds(5))), .status(503))),
            ("contains=a\\,b,status=500", .request(.contains("a,b"), .status(500))),
            (
                "every=5, conn=2-3, larger=1k, smaller=2k, events=7-, times=4, from=2s, to=5s, close",
                .request(trigger, .close)
            ),
            ("n=4-6,hang", .request(.numbers(4...6), .hang)),
            ("n=2-,status=307,location=http://x/", .request(.from(2), .redirect(307, to: "http://x/"))),
            ("status=413,limit=2MiB", .request(.always, .tooLarge(limit: 2_097_152))),
            (
                "status=400,type=text/plain,body=no, no",
                .request(.always, .status(400, body: "no, no", type: "text/plain"))
            ),
            ("identity", .request(.always, .identityRefusal)),
            ("short=2", .request(.always, .short(by: 2))), ("failing=1-3", .request(.always, .failing([1, 2, 3]))),
            ("answer,reset", .request(.always, RequestFault().ending(.reset))),
            ("cut=body,reset", .request(.always, .cut(.inBody).ending(.reset))),
            ("cut=20,status=200", .request(.always, .status(200).cut(.afterBytes(20)))),
            ("delay=1.5s", .request(.always, .delayed(by: .milliseconds(1_500)))),
            ("delay=1m,reset", .request(.always, RequestFault.reset.delayed(by: .seconds(60)))),
            ("trickle=2/50ms", .request(.always, .trickle(bytes: 2, every: .milliseconds(50)))),
            ("connection-close", .request(.always, .orderlyClose)),
            ("after=1000,reset", .request(.always, .reset.afterBodyBytes(1_000))),
            ("repeat=\\x41\\,,raw=HTTP\\r\\n,\\\\", .request(.always, .raw("HTTP\r\n,\\", repeating: "A,"))),
            ("accept,n=2,reset", .connection(.number(2), .reset)),
            ("read-rate=20k", .connection(.always, .read(bytesPerSecond: 20_000))),
            ("refuse=2s,n=3", .connection(.number(3), .refuse(.seconds(2)))),
        ]
        for (text, rule) in cases {
            #expect(try FaultRule(parsing: text) == rule, "\(text)")
        }
    }

    @Test func `records are counted for the rest of the batch`() async throws {
        let records = #"{"index":0,"message":"a, b"},"text",null"#
        let rule = try FaultRule(parsing: "records=\(records)")
        try await withFaults([rule]) { sandbox in
            let answer = try await post(sandbox, request(events(5)))
            #expect(answer.body.contains(#""failed_records":[\#(records)],"num_records_imported":2"#), "\(answer.body)")
        }
    }

    @Test(arguments: [
        ("", "an empty fault"), ("explode", "an unknown word"),
        ("n=x", "wants a number or a range such as 3, 3-7 or 3-"),
        ("n=0", "wants a number or a range such as 3, 3-7 or 3-"),
        ("n=7-3", "wants a number or a range such as 3, 3-7 or 3-"),
        ("status=abc", "wants a status from 100 to 999"), ("p=2", "wants a probability from 0 to 1"),
        ("delay=5", "wants a duration such as 250ms, 2s or 1m"), ("larger=5x", "wants a size such as 500, 20k or 2MiB"),
        ("reset=1", "takes no value"),
        ("raw=\\q", #"wants a text with the escapes \r \n \t \, \\ \xFF"#),
        ("cut=here", "wants status, headers, body or a number of bytes"),
        ("trickle=5", "wants bytes and an interval such as 1/100ms"),
        ("header=x", "wants a header such as Server:nginx"),
    ])
    func `a wrong word is named`(word: String, problem: String) {
        let error = #expect(throws: FaultSyntaxError.self) { try FaultRule(parsing: word) }
        #expect(error?.description == "\(word): \(problem)")
    }

    @Test(arguments: [
        ("n=3", "it does not say what goes wrong"), ("from=5s,to=2s,reset", "it ends before it begins"),
        ("larger=10,smaller=5,reset", "no size is larger and smaller"),
        ("retry-after=7,reset", "retry-after, location, header, type, body and limit want status"),
        ("contains=x,after=5,reset", "after acts before the body has come and cannot ask about it"),
        ("after=5,delay=1s", "after wants status, raw, close, reset or hang"),
        ("after=5,reset,commit", "after leaves no batch to commit"),
        ("accept,status=500", "a connection has no answer, only a request has"),
        ("accept,n=2", "accept wants one of reset, close, hang"),
        ("accept,contains=x,reset", "a connection has no body yet: use n, every, p, from, to, times"),
        ("status=500,limit=7", "limit wants status=413"), ("type=x,raw=y", "raw is the whole answer"),
    ])
    func `words that do not go together are explained`(fault: String, problem: String) {
        let error = #expect(throws: FaultSyntaxError.self) { try FaultRule(parsing: fault) }
        #expect(error?.description == "\(fault): \(problem)")
    }

    @Test func `sizes and durations are those of the command's options`() throws {
        #expect(throws: Never.self) { try FaultRule(parsing: "larger=9.5MiB,from=1h,to=2h,delay=0.5m") }
        #expect(throws: Never.self) { try FaultRule(parsing: "trickle=1kb/1h") }
    }

    @Test func `the help's examples parse`() throws {
        let lines = FaultRule.help.split(separator: "\n")
        let examples = try #require(lines.firstIndex(of: "Examples:"))
        for example in lines[(examples + 1)...] {
            #expect(throws: Never.self, "\(example)") { try FaultRule(parsing: example.trimmed) }
        }
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
