import MixpanelImport
import Testing

@Suite struct LineBeginningTests {
    @Test(arguments: [
        ("terminated early", true), ("export terminated early\r\n", true), (" \u{FEFF}terminated early", false),
        ("\u{FEFF}terminated early ", true), ("terminated early.", false), ("\"terminated early\"", false), ("", false),
        ("terminated  early", false), ("not terminated early", false),
    ])
    func `an export that broke off says so in a line of its own`(line: String, isSaid: Bool) {
        #expect(Array(line.utf8).withUnsafeBytes { TerminatedEarly.isSaid(by: $0) } == isSaid)
    }

    @Test(
        arguments: [
            ("{\"a\":1}", 0), ("2024 stdout F {\"a\":1}", 14), ("{x} { \t\"a\":1}", 4), ("{1} {}", 4),
            ("{{\"a\":1}", 1),
            ("{", nil), ("no object", nil), ("", nil), ("{ ", nil), ("[1] {2", nil),
        ] as [(String, Int?)]
    )
    func `an object begins where a name or its end follows`(line: String, offset: Int?) {
        #expect(Array(line.utf8).withUnsafeBytes { ObjectStart.offset(in: $0) } == offset)
    }

    @Test(arguments: [("\u{FEFF}{}", 3), ("{}\u{FEFF}", 0), ("", 0)])
    func `a byte order mark is three bytes at the start`(line: String, length: Int) {
        #expect(Array(line.utf8).withUnsafeBytes { ByteOrderMark.length(in: $0) } == length)
    }
}
