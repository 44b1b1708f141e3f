import Testing

@testable import MixpanelImport

struct AdviceTests {
    private static let now: Int64 = 1_714_566_896_000

    private func advice(_ lines: [String], from first: Int = 1, stride: Int = 1) throws -> Advice {
        var advice = Advice(now: Self.now, stride: stride)
        try observe(lines, from: first) { advice.add($0, $1, line: $2) }
        return advice
    }

    private func notes(_ lines: [String]) throws -> [AdviceKind: AdviceNote] {
        Dictionary(uniqueKeysWithValues: try advice(lines).notes.map { ($0.kind, $0) })
    }

    private func line(
        _ properties: String,
        event: String = "E",
        time: Int64 = now - 5_000,
        user: String = #""u""#
    ) -> String {
        #"{"event":"\#(event)","properties":{"time":\#(time),"distinct_id":\#(user)\#(properties)}}"#
    }

    private func note(_ kind: AdviceKind, _ count: Int, _ firstLine: Int, isEstimate: Bool = false) -> AdviceNote {
        AdviceNote(kind: kind, count: count, firstLine: firstLine, isEstimate: isEstimate)
    }

    @Test func `good events need no advice`() throws {
        let lines = (0..<50).map { line(#","ip":"203.0.113.7","$insert_id":"i\#($0)""#, time: Self.now - Int64($0)) }
        #expect(try advice(lines).notes == [])
        #expect(try advice([]).notes == [])
    }

    @Test func `what is ignored is said`() throws {
        let values = ["false", #""""#, "true", #""bot""#, "null", "1"]
        let lines = values.map { line(#","ip":0,"$ignore":\#($0)"#) } + [line(#","ip":0,"\u0024ignore":true"#)]
        #expect(try notes(lines)[.ignored] == note(.ignored, 3, 3))
    }

    @Test func `names and texts that are cut are said`() throws {
        let (fits, long) = (String(repeating: "x", count: 255), String(repeating: "x", count: 256))
        let escaped = String(repeating: #"\u0041"#, count: 255)
        let lines = [
            line(#","ip":0,"a":"\#(fits)""#), line(#","ip":0,"\#(fits)":1"#), line(#","ip":0"#, event: fits),
            line(#","ip":0,"a":"\#(escaped)""#), line(#","ip":0,"a":["\#(fits)","\#(fits)"]"#),
            line(#","ip":0,"a":"\#(long)""#), line(#","ip":0,"\#(long)":1"#), line(#","ip":0"#, event: long),
            line(#","ip":0,"a":"\#(escaped)B""#),
        ]
        #expect(try notes(lines)[.cutTexts] == note(.cutTexts, 4, 6))
    }

    @Test func `times that do not stay are said`() throws {
        let day: Int64 = 86_400_000
        let ages = [0, 1, 730 * day, 730 * day + 1, 1_825 * day, 1_825 * day + 1, -1, -3_600_000, -3_600_001]
        let found = try notes(ages.map { line(#","ip":0"#, time: Self.now - $0) })
        #expect(found[.olderThanTwoYears] == note(.olderThanTwoYears, 2, 4))
        #expect(found[.olderThanFiveYears] == note(.olderThanFiveYears, 1, 6))
        #expect(found[.inTheComingHour] == note(.inTheComingHour, 2, 7))
    }

    @Test func `a user with too many events on a day is said`() throws {
        let day = line(#","ip":0"#, time: 1_714_521_600_000)
        let next = line(#","ip":0"#, time: 1_714_521_599_000)
        let nobody = line(#","ip":0"#, time: 1_714_521_600_000, user: #""""#)
        var advice = try advice([nobody, next, day])
        // 2 to the power of 18 is more than 200,000, 2 to the power of 17 less.
        for _ in 0..<17 {
            advice.merge(advice)
        }
        #expect(!advice.notes.contains { $0.kind == .tooManyOfOneUser })
        advice.merge(try self.advice([day], from: 9))
        let one = advice
        var heavy = one
        heavy.merge(one)
        #expect(heavy.notes.first { $0.kind == .tooManyOfOneUser } == note(.tooManyOfOneUser, 2, 2))
    }

    @Test func `more than 5,000 names are said, and where they begin`() throws {
        let lines = (0..<5_003).map { line(#","ip":0"#, event: "e\($0 % 5_000)") }
        #expect(try notes(lines)[.tooManyNames] == nil)
        let more = lines + [line(#","ip":0"#, event: "x"), line(#","ip":0"#, event: "y")]
        #expect(try notes(more)[.tooManyNames] == note(.tooManyNames, 5_002, 5_004))
        var (late, early) = (try advice(Array(more[2_000...]), from: 2_001), try advice(Array(more[..<2_000])))
        late.merge(early)
        #expect(late.notes.first { $0.kind == .tooManyNames } == note(.tooManyNames, 5_002, 5_004))
        early.merge(late)
        #expect(early.notes.first { $0.kind == .tooManyNames } == note(.tooManyNames, 5_002, 5_004))
    }

    @Test func `an id that different events share is said, equal events are not`() throws {
        let lines = [
            line(#","ip":0,"$insert_id":"a","n":1"#), line(#","ip":0,"$insert_id":"b","n":1"#),
            line(#","ip":0,"$insert_id":"a","n":1"#), line(#","ip":0,"$insert_id":"b","n":2"#),
            line(#","ip":0,"$insert_id":"\u0062","n":3"#), line(#","ip":0,"n":3"#), line(#","ip":0,"n":4"#),
        ]
        #expect(try notes(lines)[.sharedInsertID] == note(.sharedInsertID, 2, 4))
        var (late, early) = (try advice(Array(lines[3...]), from: 4), try advice(Array(lines[..<3])))
        early.merge(late)
        #expect(early.notes.first { $0.kind == .sharedInsertID } == note(.sharedInsertID, 2, 4))
        late.merge(try advice(Array(lines[..<3])))
        #expect(late.notes.first { $0.kind == .sharedInsertID } == note(.sharedInsertID, 2, 4))
    }

    @Test func `among many ids the share of those that are remembered tells the number`() throws {
        var advice = Advice(now: Self.now)
        for start in Swift.stride(from: 0, to: 100_000, by: 10_000) {
            let lines = (start..<(start + 10_000)).map {
                line(#","ip":0,"$insert_id":"\#($0 / 2)","n":\#($0 % 20 == 1 ? 1 : 0)"#)
            }
            advice.merge(try self.advice(lines, from: start + 1))
        }
        // 50,000 ids, one of ten of them shared.
        let note = try #require(advice.notes.first { $0.kind == .sharedInsertID })
        #expect(note.isEstimate)
        #expect(abs(note.count - 5_000) < 500, "\(note.count)")
    }

    @Test func `events without a place are said`() throws {
        let lines = [
            #","ip":"203.0.113.7""#, #","ip":0"#, #","$city":"Berlin""#, #","$region":"BE""#,
            #","mp_country_code":"DE""#,
            #","$latitude":52.5,"$longitude":13.4"#, "", #","ip":null"#, #","$ip":"203.0.113.7""#,
            #","o":{"ip":"203.0.113.7"}"#,
        ]
        #expect(try notes(lines.map { line($0) })[.noPlace] == note(.noPlace, 4, 7))
    }

    @Test func `private addresses are said`() throws {
        let open = [
            "203.0.113.7", "11.0.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "100.128.0.1", "2001:db8::1", "fcx",
            "10.x.y.z",
            "::ffff:8.8.8.8", "10.1", "fd.example", "",
        ]
        let closed = [
            "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "127.0.0.1", "169.254.1.1", "100.64.0.1",
            "0.0.0.0", "::1",
            "fc00::1", "FD12:3456::1", "fe80::1%eth0", "::ffff:10.0.0.1",
        ]
        let lines = (open + closed).map { line(#","ip":"\#($0)""#) }
        #expect(try notes(lines)[.privateAddress] == note(.privateAddress, closed.count, open.count + 1))
        for address in open {
            #expect(try notes([line(#","ip":"\#(address)""#)])[.privateAddress] == nil, "\(address)")
        }
    }

    @Test func `ids that went through doubles are said`() throws {
        let rounded = [
            line(#","ip":0"#, user: "1234567890123456800"), line(#","ip":0"#, user: #""360287970189639700""#),
        ]
        let exact = [line(#","ip":0"#, user: "1234567890123456789"), line(#","ip":0"#, user: "36028797018963970")]
        let exponent = line(#","ip":0,"$device_id":3.602879701896397e+18"#)
        #expect(try notes(exact + rounded + [exponent])[.roundedID] == note(.roundedID, 3, 3))
        // One of several may end in zeros by chance.
        #expect(try notes([rounded[0]] + Array(repeating: exact[0], count: 5))[.roundedID] == nil)
        #expect(try notes([line(#","ip":0"#, user: #""user-000000000000000000000""#)] + exact)[.roundedID] == nil)
    }

    @Test func `one time for all events is said`() throws {
        let same = Array(repeating: line(#","ip":0"#), count: 10)
        #expect(try notes(same)[.oneTime] == note(.oneTime, 10, 1))
        #expect(try notes(Array(same.dropLast()))[.oneTime] == nil)
        #expect(try notes(same + [line(#","ip":0"#, time: Self.now)])[.oneTime] == nil)
        var parts = try advice(Array(same[..<5]), from: 6)
        parts.merge(try advice(Array(same[5...]), from: 1))
        #expect(parts.notes.first { $0.kind == .oneTime } == note(.oneTime, 10, 1))
    }

    @Test func `after the first lines a stride makes counts estimates`() throws {
        let lines = (0..<20_000).map { number in
            line(
                (number % 4 == 0 ? "" : #","ip":0"#) + #","$insert_id":"some-id-\#(number / 2)""#,
                time: Self.now - Int64(number)
            )
        }
        let notes = try advice(lines, stride: 16).notes
        let place = try #require(notes.first { $0.kind == .noPlace })
        #expect(place.isEstimate)
        #expect(abs(place.count - 5_000) < 1_200, "\(place.count)")
        let shared = try #require(notes.first { $0.kind == .sharedInsertID })
        #expect(abs(shared.count - 10_000) < 2_000, "\(shared.count)")
        #expect(shared.count < lines.count)
        let few = try advice(Array(lines[..<4_096]), stride: 16).notes
        #expect(few.first { $0.kind == .noPlace } == note(.noPlace, 1_024, 1))
        #expect(few.first { $0.kind == .sharedInsertID } == note(.sharedInsertID, 2_048, 2))
    }
}
