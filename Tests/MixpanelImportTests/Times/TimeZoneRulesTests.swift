import Foundation
import Testing

@testable import MixpanelImport

struct TimeZoneRulesTests {
    /// Zones with whole and half hours of summer time, on both sides of the equator, with summer time before midnight
    /// and at 50 o'clock; years with entries of their own in the files, and years for which only the last line speaks.
    @Test(
        arguments: [
            "Europe/Berlin", "America/Santiago", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata",
            "Europe/Dublin",
            "America/New_York", "Africa/Casablanca", "America/Scoresbysund", "Antarctica/Troll",
        ],
        [1973, 2018, 2024, 2037, 2044, 2444]
    )
    func `every half hour of a year is read as the C library shows it`(_ name: String, _ year: Int) throws {
        let zone = try TimeZoneRules(name: name)
        let shown = try WallClockTable(zone: name, year: year)
        try #require(shown.rows.count > 17_000)
        var earlier: Set<Int64> = []
        var failures: [String] = []
        for (row, next) in zip(shown.rows, shown.rows.dropFirst()) {
            // Of a time that comes twice the first is meant.
            if earlier.insert(row.wallClock).inserted, zone.seconds(ofWallClock: row.wallClock) != row.real {
                failures.append("\(row) read as \(zone.seconds(ofWallClock: row.wallClock))")
            }
            // One that is left out has the offset of before.
            for missing in stride(from: row.wallClock + 1_800, to: next.wallClock, by: 1_800) {
                let expected = missing - (row.wallClock - row.real)
                if zone.seconds(ofWallClock: missing) != expected {
                    failures.append(
                        "\(missing), left out, read as \(zone.seconds(ofWallClock: missing)), not \(expected)"
                    )
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.count): \(failures.prefix(5))")
    }

    @Test(arguments: [
        ("2024-10-27T02:30:00", "Europe/Berlin", "2024-10-27T00:30:00Z"),
        ("2024-10-27T03:00:00", "Europe/Berlin", "2024-10-27T02:00:00Z"),
        ("2024-03-31T02:30:00", "Europe/Berlin", "2024-03-31T01:30:00Z"),
        ("2024-03-31T03:00:00", "Europe/Berlin", "2024-03-31T01:00:00Z"),
        ("2024-04-07T01:45:00", "Australia/Lord_Howe", "2024-04-06T14:45:00Z"),
        ("2024-10-06T02:15:00", "Australia/Lord_Howe", "2024-10-05T15:45:00Z"),
        ("2099-07-01T12:00:00", "Europe/Berlin", "2099-07-01T10:00:00Z"),
        ("2024-05-01", "Asia/Kolkata", "2024-04-30T18:30:00Z"),
        ("2024-05-01 12:00:00", "Etc/GMT+5", "2024-05-01T17:00:00Z"),
    ])
    func `known times`(_ text: String, _ zone: String, _ expected: String) throws {
        #expect(TimeReader(zone: try TimeZoneRules(name: zone)).text(text) == TimeReader().text(expected))
    }

    @Test(arguments: [
        ("UTC", 0), ("utc", 0), ("Z", 0), ("GMT", 0), ("+05:30", 19_800), ("-0800", -28_800), ("+05", 18_000),
    ])
    func `offsets need no database`(_ name: String, _ offset: Int64) throws {
        #expect(try TimeZoneRules(name: name).seconds(ofWallClock: 1_000_000_000) == 1_000_000_000 - offset)
    }

    @Test(arguments: [
        "", "/etc/localtime", "../zoneinfo/Europe/Berlin", "Europe/../Europe/Berlin", "Europe//Berlin",
        "Europe/Berlin/",
        ".", "localtime", "posix/Europe/Berlin", "right/Europe/Berlin", "Europe/Berlin\0", "Europe/Berl\u{ED}n",
        "zone.tab", ":Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3", "+24:00", "+5:30",
    ])
    func `what cannot be a name is refused`(_ name: String) {
        #expect(throws: TimeZoneError.notAName(name)) { try TimeZoneRules(name: name) }
    }

    @Test func `an unknown name is an error, not UTC`() {
        #expect(throws: TimeZoneError.unknown("Europe/Berln")) { try TimeZoneRules(name: "Europe/Berln") }
        #expect(throws: TimeZoneError.self) { try TimeZoneRules(name: "Europe") }
        #expect(throws: TimeZoneError.self) { try TimeZoneRules(name: "leapseconds") }
    }

    @Test func `every zone of the database can be read`() throws {
        #expect(TimeZoneDatabase.all.count > 300)
        for name in ["Europe/Berlin", "America/Argentina/Buenos_Aires", "EST5EDT", "Pacific/Apia"] {
            #expect(TimeZoneDatabase.all[name] != nil, "\(name)")
        }
        #expect(TimeZoneDatabase.all.keys.filter { $0.hasPrefix("right") || $0.hasPrefix("posix") }.isEmpty)
    }

    @Test func `a damaged file is none, wherever it is cut or changed`() throws {
        let path = TimeZoneDatabase.folder + "/Europe/Berlin"
        let file = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(TimeZoneFile(file) != nil)
        for count in stride(from: 0, to: file.count, by: 7) {
            #expect(TimeZoneFile(Array(file[..<count])) == nil, "\(count) bytes")
        }
        for index in file.indices {
            var changed = file
            changed[index] ^= 0xFF
            // Whatever it then says: no trap.
            if let zone = TimeZoneFile(changed) { _ = TimeZoneRules(zone).seconds(ofWallClock: 1_714_566_896) }
        }
    }

    @Test(arguments: [
        ("EST5EDT,M3.2.0,M11.1.0", 2024, [1_710_054_000, 1_730_613_600]),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 2024, [1_711_846_800, 1_729_990_800]),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", 2024, [1_711_756_800, 1_729_897_200]),
        ("<+0330>-3:30<+0430>,J79/24,J263/24", 2021, [1_616_272_200, 1_632_166_200]),
        ("WGT3WGST,M3.5.0/-2,M10.5.0/-1", 2023, [1_679_792_400, 1_698_541_200]),
        ("AAA0BBB,0/0,365/0", 2024, [1_704_067_200, 1_735_599_600]),
    ])
    func `the last line of a zone file says when summer time is`(_ rule: String, _ year: Int, _ times: [Int64]) throws {
        let zone = try #require(PosixTimeZone(Array(rule.utf8)[...]))
        #expect(try #require(zone.yearly).changes(inYear: year).map(\.time) == times)
    }

    @Test(arguments: [
        "", "AB3", "EST", "EST5EDT", "EST5EDT,M13.1.0,M1.1.0", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,M11.1.0x", "<x",
    ])
    func `another last line makes the file unreadable`(_ rule: String) {
        #expect(PosixTimeZone(Array(rule.utf8)[...]) == nil)
    }

    @Test func `after the last change of a file its last line holds, 400 years later too`() throws {
        // One change, on 2000-07-15, to an hour east; from then on summer time as in Europe.
        func integer(_ number: Int64, _ width: Int) -> [UInt8] {
            (0..<width).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * Int64($0))) }
        }
        func block(_ width: Int) -> [UInt8] {
            let header = Array("TZif2".utf8) + Array(repeating: 0, count: 15)
            let counts = [0, 0, 0, 1, 2, 4].flatMap { integer($0, 4) }
            let types = integer(0, 4) + [0, 0] + integer(3_600, 4) + [1, 0]
            return header + counts + integer(963_619_200, width) + [1] + types + Array("AAA\0".utf8)
        }
        let file = block(4) + block(8) + Array("\nAAA0BBB,M3.5.0/1,M10.5.0/2\n".utf8)
        let reader = TimeReader(zone: TimeZoneRules(try #require(TimeZoneFile(file))))
        let expected = [
            ("2000-05-01T12:00:00", "2000-05-01T12:00:00Z"), ("2000-08-01T12:00:00", "2000-08-01T11:00:00Z"),
            ("2000-12-01T12:00:00", "2000-12-01T12:00:00Z"), ("2001-05-01T12:00:00", "2001-05-01T11:00:00Z"),
            ("2400-05-01T12:00:00", "2400-05-01T11:00:00Z"), ("2400-12-01T12:00:00", "2400-12-01T12:00:00Z"),
            ("2401-05-01T12:00:00", "2401-05-01T11:00:00Z"), ("2800-05-01T12:00:00", "2800-05-01T11:00:00Z"),
            ("9999-05-01T12:00:00", "9999-05-01T11:00:00Z"), ("9999-12-01T12:00:00", "9999-12-01T12:00:00Z"),
        ]
        for (shown, real) in expected {
            #expect(reader.text(shown) == TimeReader().text(real), "\(shown)")
        }
    }
}
