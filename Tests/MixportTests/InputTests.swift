import Foundation
import Testing

@Suite struct InputTests {
    @Test func `empty input is imported completely and said to be none`() async throws {
        let outcome = try await Case("").gives(exit: 0, requests: 0)
        #expect(outcome.standardError.contains("no input"))
    }

    static let useless: [(name: String, open: @Sendable () -> Int32)] = [
        (
            "a socket that listens",
            {
                let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                _ = try? Socket.bindToLoopback(descriptor)
                listen(descriptor, 1)
                return descriptor
            }
        ),
        ("a TCP socket without a peer", { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }),
        ("a local socket without a peer", { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) }),
        ("a UDP socket without a peer", { socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0) }),
        ("a watch of files", { inotify_init() }),
        ("a device that is always full", { open("/dev/full", O_RDONLY) }),
        ("zeros without an end", { open("/dev/zero", O_RDONLY) }),
        ("noise without an end", { open("/dev/urandom", O_RDONLY) }),
        ("a descriptor for writing", { open("/dev/null", O_WRONLY) }),
        ("a descriptor that only names a file", { open("/dev/null", 0o10000000) }),
    ]

    @Test(arguments: useless.indices) func `what no line can come from is refused at once`(index: Int) async throws {
        let (name, open) = Self.useless[index]
        let stimulus = Case(.descriptor(open), [])
        let outcome = try await stimulus.gives(exit: 66, requests: 0)
        #expect(outcome.standardError.contains("standard input") && outcome.messages.count == 1, "\(name): \(outcome)")
        #expect(outcome.modes.isEmpty, "\(name): \(outcome.modes.keys)")
    }

    @Test(arguments: [false, true]) func `a peer that has left may have left lines`(isLocal: Bool) async throws {
        let stimulus = Case(
            .descriptor {
                var ends: [Int32] = [-1, -1]
                if isLocal {
                    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
                } else {
                    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                    let port = (try? Socket.bindToLoopback(listener)) ?? 0
                    listen(listener, 1)
                    ends[0] = Socket.connecting(to: port)
                    ends[1] = accept(listener, nil, nil)
                    close(listener)
                }
                let text = Event.lines(5)
                _ = text.withCString { write(ends[0], $0, strlen($0)) }
                shutdown(ends[1], Int32(SHUT_WR))
                close(ends[0])
                return ends[1]
            },
            []
        )
        .with {
            $0.lines = Array(Event.lines(5).utf8)
            $0.converges = false
        }
        try await stimulus.gives(exit: 0, .imported(5), requests: 1)
    }

    @Test func `blank lines are counted and not sent`() async throws {
        try await Case("\n\n\n").gives(exit: 0, .blank(3), requests: 0)
        try await Case(" \n\t\r\n\(Event.line(1))\n \t ").gives(exit: 0, .imported(1), .blank(3), requests: 1)
    }

    @Test func `the last line needs no newline`() async throws {
        let text = String(Event.lines(5).dropLast())
        try await Case(text).gives(exit: 0, .imported(5), requests: 1)
    }

    @Test func `a last line that is cut anywhere is rejected`() async throws {
        let good = Event.lines(4)
        let last = #"{"event":"e","properties":{"time":1717200000,"distinct_id":"é\n","$insert_id":"i"}}"#
        try await withThrowingTaskGroup(of: Void.self) { group in
            for count in 1..<last.utf8.count {
                let text = Array(good.utf8) + last.utf8.prefix(count)
                let cut = Case(.bytes(text), []).with { $0.converges = count % 20 == 0 }
                group.addTask {
                    // The two bytes of é can be told apart from a cut elsewhere.
                    let outcome = try await cut.gives(exit: 65, .imported(4), .rejected(1), requests: 1)
                    #expect(["not_json", "not_utf8"].contains(outcome.rows.last?.reason), "cut after \(count) bytes")
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `a carriage return before the newline is not sent`() async throws {
        let text = Event.lines(5).replacing("\n", with: "\r\n")
        // The sandbox refuses a body that has one.
        try await Case(text).gives(exit: 0, .imported(5), requests: 1)
    }

    @Test func `carriage returns alone end no line and are named`() async throws {
        let text = Event.lines(5).replacing("\n", with: "\r")
        let outcome = try await Case(text, "--format", "ndjson").gives(exit: 65, .rejected(1, "not_json"), requests: 0)
        let message = try #require(outcome.rows.first?.message)
        #expect(message.contains("CR") || message.lowercased().contains("carriage return"), "\(message)")
    }

    @Test func `a byte order mark at the start is dropped and said once`() async throws {
        let outcome = try await Case("\u{FEFF}" + Event.lines(5)).gives(exit: 0, .imported(5), requests: 1)
        #expect(outcome.messages.count { $0.lowercased().contains("byte order mark") } == 1)
    }

    @Test func `a byte order mark at the start of any line is dropped, and spoils it elsewhere`() async throws {
        let text = Event.lines(2) + "\u{FEFF}" + Event.line(3) + "\n\u{FEFF}\n " + "\u{FEFF}" + Event.lines(4...5)
        try await Case(text).gives(exit: 65, .imported(4), .blank(1), .rejected(1, "not_json"), requests: 1)
        try await Case("\u{FEFF}").gives(exit: 0, requests: 0)
    }

    @Test(arguments: [Unicode.Scalar(0x2028)!, Unicode.Scalar(0x85)!, Unicode.Scalar(0x0C)!])
    func `no other character ends a line`(character: Unicode.Scalar) async throws {
        let text = "\(Event.line(1))\(character)\(Event.line(2))\n\(Event.line(3))\n"
        try await Case(text).gives(exit: 65, .imported(1), .rejected(1, "not_json"), requests: 1)
        if character.value < 0x20 { return }
        let inside = Event.line(1, value: "\"a\(character)b\"") + "\n"
        try await Case(inside).gives(exit: 0, .imported(1), requests: 1)
    }

    @Test func `a pretty-printed array is rejected line by line, with one hint`() async throws {
        let object = #"  {|    "event": "Test",|    "properties": {|      "time": 1717200000|    }|  }"#
        let lines = "[|" + [String](repeating: object, count: 6).joined(separator: ",|") + "|  ,|]"
        let text = lines.replacing("|", with: "\n") + "\n"
        let outcome = try await Case(text, "--format", "ndjson").gives(
            exit: 65,
            .rejected(39, "not_json"),
            requests: 0
        )
        #expect(outcome.messages.count { $0.contains("jq -c") } == 1)
    }

    @Test(arguments: [(0, 20, 5, 1), (0, 20, 0, 1), (0, 40, 1, 1), (0, 19, 1, 0), (0, 19, 0, 0), (1, 20, 0, 0)])
    func `twenty rejects in a row from line 1 on bring one hint, whatever follows them`(
        before: Int,
        rejects: Int,
        behind: Int,
        hints: Int
    ) async throws {
        let spoilt = String(repeating: "  \"event\": \"Test\",\n", count: rejects)
        let text =
            (0..<before).map { Event.line($0) + "\n" }.joined() + spoilt
            + (0..<behind).map { Event.line(100 + $0) + "\n" }.joined()
        let good = before + behind
        let outcome = try await Case(text).gives(
            exit: 65,
            .imported(Amount(good)),
            .rejected(Amount(rejects), "not_json"),
            requests: good > 0 ? 1 : 0
        )
        #expect(outcome.messages.count { $0.contains("jq -c") } == hints, "\(outcome.standardError)")
    }

    @Test func `an array of events on one line is no event, and the row says so`() async throws {
        let array = "[" + (1...5).map { Event.line($0) }.joined(separator: ",") + "]"
        let outcome = try await Case(array + "\n", "--format", "ndjson").gives(
            exit: 65,
            .rejected(1, "not_object"),
            requests: 0
        )
        #expect(outcome.rows[0].message?.contains("array") == true, "\(outcome.rows[0].text)")
    }

    @Test func `values that are no events do not end the stream`() async throws {
        let values = ["null", "42", #""x""#, "[]", "{}"]
        let text = values.enumerated().map { "\(Event.line($0))\n\($1)\n" }.joined() + Event.lines(7...8)
        let outcome = try await Case(text).gives(
            exit: 65,
            .imported(7),
            .rejected(5, "not_object", "missing_event"),
            requests: 1
        )
        #expect(outcome.rows.filter { $0.status == .rejected }.map(\.line) == [2, 4, 6, 8, 10])
    }

    @Test func `a line may be as long as the limit, its line end not counted`() async throws {
        func line(_ number: Int, bytes: Int) -> String {
            let rest = bytes - Event.line(number, value: "\"\"").utf8.count
            return Event.line(number, value: "\"\(String(repeating: "a", count: rest))\"")
        }
        let text = [line(1, bytes: 499), line(2, bytes: 500), line(3, bytes: 501), line(4, bytes: 502)]
        let expected: (Case) async throws -> Void = { stimulus in
            let outcome = try await stimulus.gives(exit: 65, .imported(2), .rejected(2, "line_too_long"), requests: 1)
            #expect(outcome.rows[2].message?.contains("501") == true, "\(outcome.rows[2].text)")
        }
        try await expected(Case(text.joined(separator: "\n"), "--max-line-bytes", "500"))
        try await expected(Case(text.joined(separator: "\r\n"), "--max-line-bytes", "500"))
        try await expected(Case(text.joined(separator: "\r\n") + "\r\n", "--max-line-bytes", "500"))
    }

    @Test func `zeros without an end are one long line`() async throws {
        let zeros = [UInt8](repeating: 0, count: 10 << 20)
        let stimulus = Case(zeros).with { $0.converges = false }
        try await stimulus.gives(exit: 65, .rejected(1, "line_too_long"), requests: 0)
    }

    @Test func `a zero inside a string spoils its line and no other`() async throws {
        let text = "\(Event.line(1))\n\(Event.line(2, value: "\"a\0b\""))\n\(Event.lines(3...5))"
        try await Case(text).gives(exit: 65, .imported(4), .rejected(1, "not_json"), requests: 1)
    }

    @Test func `UTF-16 is refused with a hint`() async throws {
        for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf16] {
            let text = try #require(Event.lines(5).data(using: encoding))
            let stimulus = Case(.bytes(Array(text)), []).with { $0.converges = false }
            let outcome = try await stimulus.gives(exit: 65, requests: 0)
            #expect(outcome.standardError.contains("iconv"))
            #expect(outcome.modes.isEmpty, "in the way of the right text: \(outcome.modes.keys)")
        }
    }
}
