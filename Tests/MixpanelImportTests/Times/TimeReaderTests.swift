import Testing

@testable import MixpanelImport

struct TimeReaderTests {
    @Test(arguments: [
        "2024-05-01T12:34:56.123Z", "2024-05-01t12:34:56.123z", "2024-05-01T12:34:56.123+00:00",
        "2024-05-01T12:34:56.123-00:00", "2024-05-01T12:34:56.123+0000", "2024-05-01T12:34:56.123+00",
        "2024-05-01 12:34:56.123", "2024-05-01 12:34:56,123", "2024-05-01 12:34:56.123000",
        "2024:05:01 12:34:56.123000",
        "2024-05-01 12:34:56.123 UTC", "2024-05-01 12:34:56.123456 UTC", "2024-05-01 12:34:56.123 utc",
        "2024-05-01 12:34:56.123 +0000", "2024-05-01T12:34:56.123 Z", "2024-05-01T12:34:56.123UTC",
        "2024-05-01T12:34:56.1239Z", "2024-05-01T12:34:56.123999999Z", "2024-05-01T12:34:56.123999999999999999999Z",
        "2024-05-01T18:04:56.123+05:30", "2024-05-01T18:04:56.123+0530", "2024-05-01T03:04:56.123-09:30",
        "2024-05-02T12:33:56.123+23:59", "  2024-05-01T12:34:56.123Z\t",
        "1714566896123", "1714566896.123", "1714566896.1239", "1714566896123.9", "1714566896123456",
        "1714566896123999", "1714566896123456789", "1714566896123999999", "1.714566896123E9", "1.714566896123e+9",
        "1714566896123e0", "1714566896123000e-3", "1.714566896123E12", "0.1714566896123E10", "17145668961239e-4",
        "1.714566896123456789012345678901234567890e9",
    ])
    func `every form of one instant is the same milliseconds, cut`(_ text: String) {
        #expect(TimeReader().text(text) == .milliseconds(1_714_566_896_123))
        #expect(TimeReader().json("\"\(text.replacing("\t", with: "\\t"))\"") == .milliseconds(1_714_566_896_123))
    }

    @Test(arguments: [
        ("2024-05-01T12:34:56Z", 1_714_566_896_000), ("2024-05-01T12:34:56.1Z", 1_714_566_896_100),
        ("2024-05-01T12:34:56.12Z", 1_714_566_896_120), ("2024-05-01T12:34Z", 1_714_566_840_000),
        ("2024-05-01T12:34", 1_714_566_840_000), ("2024-05-01", 1_714_521_600_000), ("2024:05:01", 1_714_521_600_000),
        ("2024-02-29", 1_709_164_800_000), ("2000-02-29", 951_782_400_000),
        ("2023-12-31T23:59:59.999999999Z", 1_704_067_199_999),
        ("1970-01-01T00:00:00.001Z", 1), ("1970-01-01T01:00:00.001+01:00", 1), ("1971-01-01T00:00:00Z", 31_536_000_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999), ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ("2015-07-01T01:59:60.25+02:00", 1_435_708_800_250),
        ("100000000", 100_000_000_000), ("999999999.9999", 999_999_999_999), ("9999999999", 9_999_999_999_000),
        ("100000000000", 100_000_000_000), ("9999999999999", 9_999_999_999_999),
        ("100000000000000", 100_000_000_000), ("9999999999999999", 9_999_999_999_999),
        ("100000000000000000", 100_000_000_000), ("9999999999999999999", 9_999_999_999_999),
        ("1.714566896E9", 1_714_566_896_000), ("17e8", 1_700_000_000_000),
    ])
    func `text is read to the millisecond`(_ text: String, _ milliseconds: Int64) {
        #expect(TimeReader().text(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        #"{"$date":"2024-05-01T12:34:56.123Z"}"#, #"{"$date":{"$numberLong":"1714566896123"}}"#,
        #"{"$date":1714566896123}"#, #"{ "$date" : { "$numberLong" : 1714566896123 } }"#,
        #"{"epochSecond":1714566896,"nanoOfSecond":123456789}"#,
        #"{"nanoOfSecond":123999999,"epochSecond":1714566896}"#,
        #"{"date":"2024-05-01 12:34:56.123456","timezone_type":3,"timezone":"UTC"}"#,
        #"{"date":"2024-05-01 14:34:56.123456","timezone_type":3,"timezone":"Europe\/Berlin"}"#,
        #"{"timezone":"+05:30","date":"2024-05-01 18:04:56.123456","timezone_type":1}"#,
        #"{"date":"2024-05-01T12:34:56.123Z","timezone":"Europe/Berlin"}"#, #"{"date":"2024-05-01 12:34:56.123"}"#,
        #""2024-05-01T12:34:56\u002e123\u005a""#, #"1714566896123"#, "1.714566896123E9", "1714566896123456789",
    ])
    func `a JSON value of any form is read`(_ value: String) {
        #expect(TimeReader().json(value) == .milliseconds(1_714_566_896_123))
    }

    @Test func `the objects' own units are not guessed`() {
        #expect(TimeReader().json(#"{"$date":31536000000}"#) == .milliseconds(31_536_000_000))
        #expect(TimeReader().json(#"{"epochSecond":1}"#) == .milliseconds(1_000))
        #expect(TimeReader().json(#"{"epochSecond":1714566896123,"nanoOfSecond":0}"#) == .bad(offset: 0, .unknownForm))
        #expect(TimeReader().json(#"{"epochSecond":1,"nanoOfSecond":1000000000}"#) == .bad(offset: 0, .unknownForm))
    }

    @Test(arguments: [
        "null", #""""#, #""  \t""#, #"{"$date":null}"#, #"{"date":null}"#, #"{"date":"","timezone":"UTC"}"#,
    ])
    func `nothing is missing`(_ value: String) {
        #expect(TimeReader().json(value) == .missing)
    }

    @Test(arguments: [
        ("Invalid date", TimeFault.unknownForm), ("null", .unknownForm), ("now", .unknownForm), ("NaN", .unknownForm),
        ("0", .notAfter1970), ("-1", .notAfter1970), ("0.000", .notAfter1970), ("-1714566896", .notAfter1970),
        ("1", .numberOfDigits), ("20240501", .numberOfDigits), ("99999999", .numberOfDigits),
        ("17145668961", .numberOfDigits), ("17145668961234", .numberOfDigits), ("17145668961234567", .numberOfDigits),
        ("17145668961234567890", .numberOfDigits), ("1e99999999999999999999", .numberOfDigits),
        ("1e-400", .numberOfDigits),
        ("01714566896", .unknownForm), ("+1714566896", .unknownForm), ("1714566896.", .unknownForm),
        ("1e", .unknownForm),
        ("1714566896s", .unknownForm), ("0x662", .unknownForm), ("1714566896 123", .unknownForm),
        ("1970-01-01T00:00:00Z", .notAfter1970), ("1970-01-01T00:00:00.0009Z", .notAfter1970),
        ("1969-12-31T23:59:59.999Z", .notAfter1970), ("1970-01-01T00:59:59+01:00", .notAfter1970),
        ("0000-00-00 00:00:00", .noSuchDay), ("2023-02-29", .noSuchDay), ("2100-02-29", .noSuchDay),
        ("2024-13-01", .noSuchDay), ("2024-04-31T00:00:00Z", .noSuchDay), ("2024-00-10", .noSuchDay),
        ("2024-05-01T24:00:00Z", .noSuchTimeOfDay), ("2024-05-01T12:60:00Z", .noSuchTimeOfDay),
        ("2024-05-01T12:34:60Z", .noSuchTimeOfDay), ("2024-05-31T23:59:60Z", .noSuchTimeOfDay),
        ("2016-12-31T23:59:60+01:00", .noSuchTimeOfDay), ("2016-12-31T23:59:61Z", .noSuchTimeOfDay),
        ("2024-05-01T12:34:56.Z", .unknownForm), ("2024-05-01T12:34:56.123+24:00", .noSuchOffset),
        ("2024-05-01T12:34:56 CET", .noSuchOffset), ("2024-05-01T12:34:56+1:00", .noSuchOffset),
        ("2024-05-01T12:34:56Z.", .noSuchOffset), ("2024-05-01T12:34:56ZZ", .noSuchOffset),
        ("2024-05-01X12:34:56", .unknownForm), ("2024-05-01T1:34:56Z", .unknownForm), ("2024-05-01T", .unknownForm),
        ("2024-5-1", .unknownForm), ("24-05-01 12:00", .unknownForm), ("01/05/2024", .unknownForm),
        ("2024-05:01 12:34:56", .unknownForm), ("2024-05-01  12:34:56", .unknownForm), ("20２4-05-01", .unknownForm),
    ])
    func `what is no time after 1970 is bad`(_ text: String, _ fault: TimeFault) {
        guard case .bad(_, let found) = TimeReader().text(text) else {
            Issue.record("\(text): \(TimeReader().text(text))")
            return
        }
        #expect(found == fault, "\(text)")
    }

    @Test(arguments: [
        ("true", TimeFault.wrongKind), ("[1714566896]", .wrongKind), ("{}", .wrongKind),
        (#"{"$date":{}}"#, .unknownForm),
        (#"{"$date":0}"#, .notAfter1970), (#"{"$date":{"$numberLong":"-5"}}"#, .notAfter1970),
        (#"{"date":"2024-05-01 12:00:00","timezone":"Mars/Base"}"#, .unknownZone),
        (#"{"date":"2024-05-01 12:00:00","timezone":"../../etc/passwd"}"#, .unknownZone),
        (#"{"date":true}"#, .wrongKind),
    ])
    func `a JSON value that is no time is bad`(_ value: String, _ fault: TimeFault) {
        #expect(TimeReader().json(value) == .bad(offset: 0, fault))
    }

    @Test func `the fault stands where reading stopped`() {
        #expect(TimeReader().text("2024-05-01T12:34:56+1:00") == .bad(offset: 19, .noSuchOffset))
        #expect(TimeReader().text("  1714566896s") == .bad(offset: 12, .unknownForm))
    }

    @Test func `a stated zone wins over the reader's`() throws {
        let reader = TimeReader(zone: try TimeZoneRules(name: "+05:30"))
        #expect(reader.text("2024-05-01 18:04:56.123") == .milliseconds(1_714_566_896_123))
        #expect(reader.text("2024-05-01 12:34:56.123Z") == .milliseconds(1_714_566_896_123))
        #expect(reader.text("1714566896123") == .milliseconds(1_714_566_896_123))
    }

    @Test func `no reading looks beyond the bytes it was given`() {
        let text = Array("2024-05-01T12:34:56.123456789+05:30".utf8)
        for count in 0...text.count {
            // A copy of its own, so that a sanitizer sees an access beyond it.
            Array(text[..<count]).withUnsafeBytes { _ = TimeReader().milliseconds(ofText: $0) }
        }
    }

    @Test func `a number that counts wall-clock time becomes real time`() throws {
        let reader = TimeReader(zone: try TimeZoneRules(name: "Europe/Berlin"))
        #expect(reader.localNumber("1714574096") == 1_714_566_896_000)
        #expect(reader.localNumber("1714574096.1239") == 1_714_566_896_123)
        #expect(reader.localNumber("1714574096123") == 1_714_566_896_123)
        #expect(reader.localNumber("\"1714574096123\"") == 1_714_566_896_123)
        #expect(reader.localNumber("1706700896") == 1_706_697_296_000)
        for other in ["1714574096123456", "\"2024-05-01\"", "null", "true", "0", "-1714574096", "{}", "17145740961"] {
            #expect(reader.localNumber(other) == nil, "\(other)")
        }
    }
}
