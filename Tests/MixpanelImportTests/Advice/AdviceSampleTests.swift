import Testing

@testable import MixpanelImport

/// Counts of an import, which looks at some of the events only.
struct AdviceSampleTests {
    private static let now: Int64 = 1_714_566_896_000
    private static let year: Int64 = 365 * 86_400_000

    private func event(_ number: Int, _ properties: String, time: Int64) -> String {
        #"{"event":"e\#(number % 6_000)","properties":{"time":\#(time),"distinct_id":"u"\#(properties)}}"#
    }

    /// As a run does: batch after batch, each with its table.
    private func notes(_ lines: [String], stride: Int = Advice.strideOfImport) throws -> [AdviceKind: AdviceNote] {
        var whole = Advice(now: Self.now, stride: stride)
        for start in Swift.stride(from: 0, to: lines.count, by: 2_000) {
            let batch = Array(lines[start..<min(start + 2_000, lines.count)])
            var advice = Advice(now: Self.now, stride: stride)
            var table = EventTable(capacity: batch.count)
            try observe(batch, from: start + 1) { text, scan, line in
                table.add(text, scan)
                advice.add(text, scan, line: line)
            }
            advice.add(table) { start + 1 + $0 }
            whole.merge(advice)
        }
        return Dictionary(uniqueKeysWithValues: whole.notes.map { ($0.kind, $0) })
    }

    @Test(arguments: [1, 4_095, 4_096, 4_097, 4_200, 5_000, 7_001])
    func `no count is more than there are events`(count: Int) throws {
        let lines = (0..<count).map { _ in
            event(
                0,
                #","$ignore":true,"$insert_id":"same","ip":"10.0.0.1","n":\#(Int.random(in: 0...1))"#,
                time: Self.now
            )
        }
        for note in try notes(lines).values {
            #expect(note.count <= count, "\(note) of \(count)")
        }
        if count > 4_300 { #expect(try notes(lines)[.ignored]?.count == count) }
    }

    @Test func `names and times are counted exactly`() throws {
        let lines = (0..<13_000).map { event($0, "", time: Self.now - Int64($0 % 3) * 3 * Self.year) }
        let notes = try notes(lines)
        #expect(
            notes[.tooManyNames] == AdviceNote(kind: .tooManyNames, count: 6_000, firstLine: 5_001, isEstimate: false)
        )
        let (two, five) = (notes[.olderThanTwoYears], notes[.olderThanFiveYears])
        #expect(two == AdviceNote(kind: .olderThanTwoYears, count: 4_333, firstLine: 2, isEstimate: false))
        #expect(five == AdviceNote(kind: .olderThanFiveYears, count: 4_333, firstLine: 3, isEstimate: false))
        let one = try self.notes((0..<6_000).map { event($0, "", time: Self.now - Self.year) })
        #expect(one[.oneTime] == AdviceNote(kind: .oneTime, count: 6_000, firstLine: 1, isEstimate: false))
    }

    @Test func `the error of an estimate is as stated`() throws {
        // The sample is of line numbers, so that other lines are other samples.
        var (squares, stated) = (0.0, 0.0)
        let runs = 20
        for run in 0..<runs {
            let lines = (0..<8_000).map { number in
                let isIgnored = ByteHash.combine(UInt64(run), UInt64(number)) % 3 == 0
                return event(0, isIgnored ? #","ip":0,"$ignore":true"# : #","ip":0"#, time: Self.now)
            }
            let truth = lines.count { $0.contains("$ignore") }
            let note = try #require(try notes(lines)[.ignored])
            let error = try #require(note.standardError)
            #expect(note.isEstimate)
            #expect(abs(Double(note.count - truth)) < 5 * error * Double(note.count), "\(note), in truth \(truth)")
            squares += (Double(note.count - truth) / Double(truth)) * (Double(note.count - truth) / Double(truth))
            stated += error * error
        }
        let ratio = (squares / stated).squareRoot()
        #expect((0.5...1.7).contains(ratio), "\(ratio)")
    }

    @Test func `a user is heavy only if there are so many events`() throws {
        var advice = Advice(now: Self.now, stride: 64)
        let line = event(0, #","ip":0"#, time: Self.now - Self.year)
        // 4,096 lines and 3,100 of those that stand for 64 each would be 202,496.
        try observe(Array(repeating: line, count: 4_096)) { advice.add($0, $1, line: $2) }
        let later = (4_097...600_000).filter { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 >> 58 == 0 }.prefix(3_100)
        for number in later { try observe([line], from: number) { advice.add($0, $1, line: $2) } }
        #expect(!advice.notes.contains { $0.kind == .tooManyOfOneUser })
    }
}
