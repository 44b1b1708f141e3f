import MixpanelImport
import Testing

/// The bytes that are sent, told from the bytes that were read.
@Suite struct PreparedBatchTests {
    /// A line in parts, so that what is sent can be put together independently.
    private struct Line {
        var leading = ""
        /// Up to and with the `{` of the properties.
        var head = #"{"event":"e","properties":{"#
        var members = ""
        var tail = "}}"
        var trailing = ""
        var isEvent = true
        var hasID = false

        var text: String { leading + head + members + tail + trailing + "\n" }

        func sent(_ id: String) -> String {
            let splice = hasID ? "" : #""$insert_id":"\#(id)""# + (members.allSatisfy(\.isWhitespace) ? "" : ",")
            return head + splice + members + tail
        }

        static func random(_ random: inout SeededRandom) -> Line {
            var line = Line()
            switch Int.random(in: 0...9, using: &random) {
            case 0: line.isEvent = false
            case 1:
                line.isEvent = false
                line.head = ""
                line.tail = ""
            default: break
            }
            if line.isEvent {
                let heads = [
                    #"{"event":"e","properties":{"#, #"{ "properties" : {"#, #"{"x":[{}],"properties":{},"event":"e"}"#,
                ]
                line.head = heads[Int.random(in: 0...1, using: &random)]
                if line.head == heads[1] { line.tail = #"} , "event":"grüße" }"# }
                let members = ["", " ", #""a":1"#, #" "a" : {"$insert_id":"x"} "#, #""time":1,"a":"\"}{""#]
                line.members = members[Int.random(in: 0..<members.count, using: &random)]
                if Bool.random(using: &random) {
                    let ids = [#""$insert_id":"own-1""#, #""\u0024insert_id":"a\u0041""#, #""$insert_id":7"#]
                    let id = ids[Int.random(in: 0..<ids.count, using: &random)]
                    line.members = line.members.allSatisfy(\.isWhitespace) ? id : "\(line.members),\(id)"
                    line.hasID = true
                }
            } else if !line.head.isEmpty {
                line.tail = "}"
            }
            let spaces = ["", "", " ", "\t \r"]
            line.leading = spaces[Int.random(in: 0..<4, using: &random)]
            line.trailing =
                spaces[Int.random(in: 0..<4, using: &random)] + ["", "\r"][Int.random(in: 0...1, using: &random)]
            return line
        }
    }

    private static func batch(_ lines: [String], from number: Int = 1) -> Batch {
        var batch = Batch(numbers: .consecutive(from: number))
        for (index, line) in lines.enumerated() {
            batch.bytes += Array(line.utf8)
            batch.take(number: number + index)
        }
        return batch
    }

    private static func body(_ lines: PreparedBatch, _ range: Range<Int>) -> (bytes: [UInt8], runs: Int) {
        var bytes: [UInt8] = []
        var runs = 0
        lines.forEachRun(of: range) {
            bytes += Array($0)
            runs += 1
        }
        return (bytes, runs)
    }

    private static func id(_ lines: PreparedBatch, _ index: Int) -> String {
        lines.insertID(of: lines.events[index]).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test(arguments: 1...200)
    func `a body is the events without what surrounds them, joined by line feeds`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let lines = (0..<Int.random(in: 1...60, using: &random)).map { _ in Line.random(&random) }
        let scanned = Preparation().prepare(Self.batch(lines.map(\.text)))
        let good = lines.indices.filter { lines[$0].isEvent }
        #expect(scanned.events.map { Int($0.line) } == good, "seed \(seed)")
        for _ in 0..<10 where !good.isEmpty {
            let start = Int.random(in: 0..<good.count, using: &random)
            let range = start..<Int.random(in: (start + 1)...good.count, using: &random)
            let expected = range.map { lines[good[$0]].sent(Self.id(scanned, $0)) }.joined(separator: "\n")
            let body = Self.body(scanned, range)
            #expect(String(decoding: body.bytes, as: UTF8.self) == expected, "seed \(seed)")
            #expect(scanned.bodyBytes(of: range) == body.bytes.count, "seed \(seed)")
        }
    }

    @Test func `clean lines are sent in one run`() {
        let lines = (0..<2_000).map { "{\"event\":\"e\",\"properties\":{\"$insert_id\":\"\($0)\"}}\n" }
        let scanned = Preparation().prepare(Self.batch(lines))
        #expect(Self.body(scanned, 0..<2_000).runs == 1)
        #expect(Self.body(scanned, 700..<701).bytes == Array(lines[700].utf8.dropLast()))
        #expect(Self.body(scanned, 0..<0).bytes.isEmpty)
    }

    @Test func `what a line holds is sent byte for byte`() {
        let odd =
            #"{"event":"e","properties":{"$insert_id":"i","n":1.0e+02,"big":12345678901234567890123,"a":1,"a":2,"#
            + #""s":"\u00e9\/é","e\u0301":null}}"#
        let scanned = Preparation().prepare(Self.batch(["  \(odd)\t\r\n"]))
        #expect(String(decoding: Self.body(scanned, 0..<1).bytes, as: UTF8.self) == odd)
    }

    @Test(arguments: [
        (#"{"event":"Signed up","properties":{}}"#, "42f42811e0284c1ced0fcd81ec6fb77e80fd"),
        (#"{"event":"e","properties":{"time":1618716477,"distinct_id":"u"}}"#, "ae8b9cb44390c2f5d359a0ac49645f553fb0"),
        (#"{"event":"grüße 🙂","properties":{"a":"\u00e9","a":1e2}}"#, "bb38c243fa4d1af8f0a42dfe4590012db6c4"),
        (#"{ "properties" : { "x" : [ 1 , 2 ] } , "event" : "" }"#, "7083d2c1df0eab81d2f4082aa3539df3d053"),
    ])
    func `a derived id is the beginning of the event's SHA-256`(event: String, id: String) {
        for line in ["\(event)\n", " \(event) \r\n"] {
            for number in [1, 99] {
                let scanned = Preparation().prepare(Self.batch([line], from: number))
                #expect(scanned.insertIDText(ofEvent: 0) == id)
            }
        }
    }

    @Test func `an id derived by line counts the line's number in`() {
        var rules = Preparation()
        rules.insertID = .line
        let line = #"{"event":"Signed up","properties":{}}"# + "\n"
        let scanned = rules.prepare(Self.batch(["\n", line, line], from: 6))
        #expect(scanned.insertIDText(ofEvent: 0) == "bb536da59b4a16f5c07d3c3c6fec7662a7ca")
        #expect(scanned.insertIDText(ofEvent: 1) != scanned.insertIDText(ofEvent: 0))

        var batch = Batch(numbers: .picked([]))
        batch.bytes = Array(line.utf8)
        batch.take(number: 7)
        let picked = rules.prepare(batch)
        #expect(picked.insertIDText(ofEvent: 0) == "bb536da59b4a16f5c07d3c3c6fec7662a7ca")
    }

    @Test func `the same event has the same id wherever it stands`() {
        let line = #"{"event":"e","properties":{"a":1}}"# + "\n"
        let scanned = Preparation().prepare(Self.batch([line, "nonsense\n", line]))
        #expect(scanned.insertIDText(ofEvent: 0) == scanned.insertIDText(ofEvent: 1))
        #expect((0..<3).map { scanned.verdicts[$0]?.status } == [nil, .rejected, nil])
    }

    @Test func `an id of one's own is read with its escapes resolved`() {
        let lines = [
            #"{"event":"e","properties":{"$insert_id":"plain-1"}}"#,
            #"{"event":"e","properties":{"\u0024insert_id":"a\u0041\n"}}"#,
            #"{"event":"e","properties":{"$insert_id":7}}"#, #"{"event":"e","properties":{"$insert_id":""}}"#,
        ]
        let scanned = Preparation().prepare(Self.batch(lines.map { "\($0)\n" }))
        #expect((0..<4).map { scanned.insertIDText(ofEvent: $0) } == ["plain-1", "aA\n", nil, ""])
        #expect(Self.body(scanned, 0..<4).bytes == Array(lines.joined(separator: "\n").utf8))
    }

    @Test func `where ids are required a line without one is rejected`() {
        var rules = Preparation()
        rules.insertID = .require
        let lines = [#"{"event":"e","properties":{}}"#, #"{"event":"e","properties":{"$insert_id":"i"}}"#]
        let scanned = rules.prepare(Self.batch(lines.map { "\($0)\n" }))
        #expect((0..<2).map { scanned.verdicts[$0]?.reason } == [.missingInsertID, nil])
        #expect(scanned.events.map { Int($0.line) } == [1])
    }
}
