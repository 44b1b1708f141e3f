import Testing

@testable import MixpanelImport

struct StrptimeFormatTests {
    @Test(arguments: [
        ("%d/%m/%Y %H:%M:%S", "01/05/2024 12:34:56", 1_714_566_896_000), ("%Y%m%d", "20240501", 1_714_521_600_000),
        ("%Y%m%dT%H%M%S%z", "20240501T143456+0200", 1_714_566_896_000),
        ("%FT%T%z", "2024-05-01T12:34:56Z", 1_714_566_896_000),
        ("%d/%b/%Y:%H:%M:%S %z", "01/May/2024:14:34:56 +0200", 1_714_566_896_000),
        ("%a, %d %b %Y %T %Z", "Wed, 01 May 2024 12:34:56 GMT", 1_714_566_896_000),
        ("%A, %B %e, %Y %I:%M %p", "wednesday, MAY  1, 2024 12:34 pm", 1_714_566_840_000),
        ("%c", "Wed May  1 12:34:56 2024", 1_714_566_896_000), ("%D %r", "05/01/24 12:34:56 AM", 1_714_523_696_000),
        ("%m/%d/%y %R", "5/1/24 9:05", 1_714_554_300_000), ("%s", "1714566896", 1_714_566_896_000),
        ("@%s", "@1714566896", 1_714_566_896_000), ("%Y.%j", "2024.122", 1_714_521_600_000),
        ("%C%y-%m-%d", "2024-05-01", 1_714_521_600_000), ("%y-%m-%d", "69-05-01", -1),
        ("%y-%m-%d", "70-05-01", 10_368_000_000),
        ("%-d.%-m.%Y", "1.5.2024", 1_714_521_600_000), ("%Y-%m-%d%n%H%%", "2024-05-01   12%", 1_714_564_800_000),
        ("%Ey-%Om-%d", "24-05-01", 1_714_521_600_000), ("%Y-%m-%dT%H%M", "2024-05-01T930", 1_714_555_800_000),
        ("%b %d %Y", "Sept 01 2024", -1), ("%b %d %Y", "september 01 2024", 1_725_148_800_000),
        ("%d/%m/%Y %T", "31/12/2016 23:59:60", 1_483_228_800_000),
    ])
    func `a format is read as strptime does`(_ format: String, _ text: String, _ milliseconds: Int64) throws {
        let reading = TimeReader(format: try StrptimeFormat(format)).text(text)
        if milliseconds >= 0 {
            #expect(reading == .milliseconds(milliseconds))
        } else {
            guard case .bad = reading else {
                Issue.record("\(reading)")
                return
            }
        }
    }

    @Test(arguments: [
        ("%d/%m/%Y", "30/02/2024"), ("%d/%m/%Y", "01/05/2024 12:00"), ("%d/%m/%Y", "01/05/"), ("%d/%m/%Y", "1/13/2024"),
        ("%d.%m.%Y %H:%M", "01.05.2024 24:00"), ("%d.%m.%Y %T", "01.05.2024 12:34:60"), ("%b %d %Y", "Mai 01 2024"),
        ("%d.%m.%Y %Z", "01.05.2024 CET"), ("%d.%m.%Y %I %p", "01.05.2024 13 PM"), ("%Y.%j", "2023.366"),
        ("%d.%m.%Y %T", "01.05.2024 12:34:56.5"), ("%d.%m.%Y", "01.05.1969"),
    ])
    func `what does not fit is bad`(_ format: String, _ text: String) throws {
        guard case .bad = TimeReader(format: try StrptimeFormat(format)).text(text) else {
            Issue.record("\(text) fits \(format)")
            return
        }
    }

    @Test func `the other forms are read where the format does not fit`() throws {
        let reader = TimeReader(zone: try TimeZoneRules(name: "+02:00"), format: try StrptimeFormat("%d.%m.%Y %H:%M"))
        #expect(reader.text("01.05.2024 14:34") == .milliseconds(1_714_566_840_000))
        #expect(reader.text("2024-05-01T12:34:56.123Z") == .milliseconds(1_714_566_896_123))
        #expect(reader.json("1714566896123") == .milliseconds(1_714_566_896_123))
    }

    @Test func `a number is tried too`() throws {
        let reader = TimeReader(format: try StrptimeFormat("%Y%m%d"))
        #expect(reader.json("20240501") == .milliseconds(1_714_521_600_000))
        #expect(reader.json("20241301") == .bad(offset: 0, .numberOfDigits))
    }

    @Test(arguments: [
        ("%Y-%m-%d %H:%M:%S.%f", StrptimeFormatError.unknownSpecifier("%f")), ("%Y-%m-%", .unknownSpecifier("%")),
        ("%Q", .unknownSpecifier("%Q")), ("%b %d %H:%M:%S", .missing("year (%Y)")), ("%H:%M", .missing("year (%Y)")),
        ("%Y-%m", .missing("day (%m and %d)")), ("%F %I:%M", .missing("%p beside %I")), ("%Y年%m月%d日", .notASCII),
        ("", .missing("year (%Y)")),
    ])
    func `a format without a time is refused`(_ format: String, _ error: StrptimeFormatError) {
        #expect(throws: error) { try StrptimeFormat(format) }
    }
}
