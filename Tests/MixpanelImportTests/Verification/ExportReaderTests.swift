import Testing

@testable import MixpanelImport

@Suite struct ExportReaderTests {
    private static func bytes<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Array(text.utf8).withUnsafeBytes(body)
    }

    private static func day(_ time: String) throws -> UInt16 {
        let event = #"{"event":"e","properties":{"time":\#(time)}}"#
        return try Array(event.utf8).withUnsafeBytes { bytes in
            let scan = try #require(try EventScanner.scan(bytes))
            return EventDay.day(of: scan.time, in: bytes)
        }
    }

    @Test(arguments: [
        ("1700000000", 19_675), ("1700000000123", 19_675), ("1700000000.5", 19_675), ("1700000000123.25", 19_675),
        ("86399", 0), ("86400", 1), ("1699999999", 19_675), ("1700006400", 19_676),
        ("9999999999", 65_535), ("-1", 0), ("1e9", 0), ("\"1700000000\"", 0), ("null", 0), ("99999999999999999999", 0),
    ])
    func `a day is that of seconds or milliseconds`(time: String, day: UInt16) throws {
        #expect(try Self.day(time) == day)
    }

    @Test func `two spellings of an id have one fingerprint`() {
        let plain = Self.bytes(#""a-1""#, Fingerprint.of)
        #expect(Self.bytes(#""\u0061-1""#, Fingerprint.of) == plain)
        #expect(Self.bytes(#""a-2""#, Fingerprint.of) != plain)
    }

    @Test func `the chance of a mistake grows with pairs`() {
        #expect(Fingerprint.chanceOfMistake(lines: 0, events: 100) == 0)
        let chance = Fingerprint.chanceOfMistake(lines: 20_000_000, events: 20_000_000)
        #expect(chance > 3.2e-5 && chance < 3.3e-5)
        #expect(Fingerprint.chanceOfMistake(lines: 1 << 60, events: 1 << 60) == 1)
    }

    @Test(arguments: [
        ("terminated early", true), ("export terminated early\r", true), (#"{"event":"e"}terminated early "#, true),
        ("terminated early, said he", false), ("", false),
    ])
    func `an export that broke off says so at its end`(text: String, isSaid: Bool) {
        #expect(Self.bytes(text) { OddExportLine($0).saysTerminatedEarly } == isSaid)
    }

    @Test func `events on one line are taken apart, and nothing within them`() {
        let first = #"{"event":"a","properties":{"x":"}{\"event\":"}}"#
        let second = "{\"event\":\"b\",\"properties\":{\"y\":\"\u{6}é\"}}"
        let events = Self.bytes(first + second) { OddExportLine($0).events }
        #expect(
            events.map { String(decoding: $0, as: UTF8.self) } == [first, #"{"event":"b","properties":{"y":" ??"}}"#]
        )
    }
}
