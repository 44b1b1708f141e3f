import Foundation
import MixpanelSandbox
import Testing

@Suite struct EventTests {
    @Test func `keys that make an event what it is may stand only once`() async throws {
        let time = #""time":1717200000"#
        let user = #""distinct_id":"u""#
        let id = #""$insert_id":"i""#
        let properties = #""properties":{\#(time),\#(user),\#(id)}"#
        let lines = [
            #"{"event":"a","event":"b",\#(properties)}"#,
            #"{"event":"a","\u0065vent":"a",\#(properties)}"#,
            #"{"event":"a",\#(properties),\#(properties)}"#,
            #"{"event":"a","properties":{\#(time),\#(time),\#(user),\#(id)}}"#,
            #"{"event":"a","properties":{\#(time),"tim\u0065":1,\#(user),\#(id)}}"#,
            #"{"event":"a","properties":{\#(time),\#(user),\#(user),\#(id)}}"#,
            #"{"event":"a","properties":{\#(time),\#(user),\#(id),\#(id)}}"#,
            #"{"event":"a","properties":{\#(time),\#(user),\#(id),"\u0024insert_id":"j"}}"#,
            #"{"event":"a","properties":{\#(time),\#(user),\#(id),"plan":1,"plan":2,"Time":3,"event":"x"},"x":{"event":1}}"#,
        ]
        let outcome = try await Case(lines.joined(separator: "\n")).gives(
            exit: 65,
            .imported(1),
            .rejected(8, "duplicate_key"),
            requests: 1
        )
        #expect(outcome.rows.last?.status == .imported)
    }

    @Test func `a missing id is made of the event and put first`() async throws {
        let outcome = try await Case(Event.anonymous(1) + "\n").gives(exit: 0, .imported(1), requests: 1)
        // printf %s LINE | sha256sum | cut -c -36
        let id = "2d61aa85b0cc9502d6601049f1e5acf1f19c"
        #expect(outcome.rows[0].insertID == id)
        let sent = #"{"event":"Test","properties":{"$insert_id":"\#(id)","time":1717200001,"distinct_id":"u1"}}"#
        #expect(outcome.stored == [sent])
    }

    @Test func `the same line gets the same id whatever stands around it`() async throws {
        let line = Event.anonymous(1)
        let text = "\(line)\n  \(line)\t\r\n\(Event.line(2))\n\r \(line)"
        let outcome = try await Case(text, "--batch-events", "1").gives(exit: 0, .imported(4), requests: 4)
        #expect(Set(outcome.rows.map(\.insertID)).count == 2)
        #expect(outcome.served.ledger.distinct == 2)
    }

    @Test func `an id is put into properties wherever they stand and however they are written`() async throws {
        let rest = #""time":1717200000,"distinct_id":"u""#
        let lines = [
            #"{ "event" : "a" , "properties" : { \#(rest) } }"#, #"{"properties":{\#(rest)},"event":"b"}"#,
            #"{"x":{"properties":{}},"event":"c","properties":{\#(rest)}}"#,
            #"{"event":"properties","properties":{\#(rest),"properties":{"$insert_id":"not this one"}}}"#,
            #"{"event":"d","p\u0072operties":{\#(rest)}}"#,
            #"{"event":"e","properties":{"a":"{\"$insert_id\":\"\"}",\#(rest)}}"#,
        ]
        let outcome = try await Case(lines.joined(separator: "\n")).gives(exit: 0, .imported(6), requests: 1)
        for (event, row) in zip(outcome.served.events, outcome.rows) {
            let object = try JSONSerialization.jsonObject(with: Data(event)) as? [String: Any]
            let properties = try #require(object?["properties"] as? [String: Any])
            #expect(properties["$insert_id"] as? String == row.insertID)
        }
    }

    @Test func `an id with an escaped name is the line's own`() async throws {
        let line = #"{"event":"a","properties":{"time":1717200000,"distinct_id":"u","\u0024insert_id":"own-1"}}"#
        let outcome = try await Case(line).gives(exit: 0, .imported(1), requests: 1)
        #expect(outcome.rows[0].insertID == "own-1")
        #expect(outcome.stored == [line])
    }

    @Test func `properties without anything in them get nothing but the id`() async throws {
        let text = #"{"event":"a","properties":{}}"# + "\n" + #"{"event":"a","properties":{ }}"#
        let outcome = try await Case(text).gives(exit: 65, .rejected(2, "validation"), requests: 1)
        #expect(outcome.rows.allSatisfy { $0.field == "properties.time" })
    }

    @Test func `ids can be required`() async throws {
        let text = "\(Event.line(1))\n\(Event.anonymous(2))\n\(Event.line(3))\n"
        let outcome = try await Case(text, "--insert-id", "require").gives(
            exit: 65,
            .imported(2),
            .rejected(1, "missing_insert_id"),
            requests: 1
        )
        #expect(outcome.rows[1].by == "mixport")
    }

    @Test func `ids that the service does not take are its to reject`() async throws {
        let ids = [
            "7", "\"\"", "\"\(String(repeating: "a", count: 37))\"", "\"a:b\"", "null", "[]", "\"é\"", "\"none\"",
        ]
        let lines = ids.map { #"{"event":"a","properties":{"time":1717200000,"distinct_id":"u","$insert_id":\#($0)}}"# }
        let text = ([Event.line(1)] + lines + [Event.line(2)]).joined(separator: "\n")
        let outcome = try await Case(text).gives(exit: 65, .imported(2), .rejected(8, "validation"), requests: 1)
        for row in outcome.rows.dropFirst().dropLast() {
            #expect(row.by == "server")
            #expect(row.field == "$insert_id")
            #expect(row.code == 400)
            #expect(row.message?.hasPrefix("'$insert_id' is invalid: must ") == true, "\(row.text)")
        }
    }

    @Test func `what is no event is rejected here, a blank name by the service`() async throws {
        let properties = #""properties":{"time":1717200000,"distinct_id":"u","$insert_id":"i"}"#
        let lines: [(line: String, reason: String)] = [
            (#"{"event":"",\#(properties)}"#, "validation"), ("{\(properties)}", "missing_event"),
            (#"{"event":7,\#(properties)}"#, "missing_event"), (#"{"event":null,\#(properties)}"#, "missing_event"),
            (#"{"Event":"a",\#(properties)}"#, "missing_event"), (#"{"event":"a"}"#, "missing_properties"),
            (#"{"event":"a","properties":[]}"#, "missing_properties"),
            (#"{"event":"a","properties":null}"#, "missing_properties"),
            (#"{"event":"a","properties":"{}"}"#, "missing_properties"), (Event.line(1), "imported"),
        ]
        let text = lines.map(\.line).joined(separator: "\n")
        let outcome = try await Case(text).gives(exit: 65, .imported(1), .rejected(9), requests: 1)
        #expect(outcome.rows.map { $0.reason ?? $0.status.rawValue } == lines.map(\.reason))
        #expect(outcome.rows.map(\.by) == ["server"] + [String?](repeating: "mixport", count: 8) + [nil])
    }

    @Test func `times are the service's to judge and are never rewritten`() async throws {
        let now = Int(Date().timeIntervalSince1970)
        let accepted = ["\(now)", "\(now)000", "\(now + 1_800)", "31536000"]
        let refused = [
            "\(now)000000", "\(now + 7_200)", #""2024-06-01T00:00:00Z""#, "0", "-1", "1717200000.5", "1e300", "null",
        ]
        let lines = (accepted + refused).enumerated().map { index, time in
            #"{"event":"a","properties":{"time":\#(time),"distinct_id":"u","$insert_id":"i-\#(index)"}}"#
        }
        let outcome = try await Case(lines.joined(separator: "\n")).gives(
            exit: 65,
            .imported(4),
            .rejected(8, "validation"),
            requests: 1
        )
        #expect(outcome.stored == Array(lines.prefix(4)))
        #expect(outcome.rows.dropFirst(4).allSatisfy { $0.by == "server" && $0.field == "properties.time" })
    }

    @Test func `users that are none are the service's to reject, in any case`() async throws {
        let words = [
            "anon", "anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "true", "false", "0", "-1",
            "[]",
            "{}", "<nil>", "00000000-0000-0000-0000-000000000000",
        ]
        let ids = Set(words.flatMap { [$0, $0.uppercased(), $0.capitalized] }).sorted()
        let lines = (ids + ["", "u", "nobody"]).enumerated().map { index, id in
            #"{"event":"a","properties":{"time":1717200000,"distinct_id":"\#(id)","$insert_id":"i-\#(index)"}}"#
        }
        let outcome = try await Case(lines.joined(separator: "\n")).gives(
            exit: 65,
            .imported(3),
            .rejected(Amount(ids.count), "validation"),
            requests: 1
        )
        #expect(outcome.rows.prefix(ids.count).allSatisfy { $0.field == "properties.distinct_id" })
    }

    @Test func `an event's size is the service's to judge below the limit of a line`() async throws {
        func line(_ number: Int, bytes: Int) -> String {
            let rest = bytes - Event.line(number, value: "\"\"").utf8.count
            return Event.line(number, value: "\"\(String(repeating: "a", count: rest))\"")
        }
        let sizes = [999_999, 1_000_001, 1_048_576, 1_048_577]
        let text = sizes.enumerated().map { line($0, bytes: $1) }.joined(separator: "\n")
        let outcome = try await Case(text).gives(exit: 65, .imported(1), .rejected(3))
        #expect(outcome.rows.map(\.reason) == [nil, "validation", "validation", "line_too_long"])
        #expect(outcome.rows.map(\.by) == [nil, "server", "server", "mixport"])
    }
}
