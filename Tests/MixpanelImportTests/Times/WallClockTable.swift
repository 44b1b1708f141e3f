import Foundation
import Testing

@testable import MixpanelImport

/// What the C library, asked through date(1) in a process with TZ set, shows in a zone at each half hour of a year.
struct WallClockTable {
    struct Row {
        var real: Int64
        /// As if it was in UTC.
        var wallClock: Int64
    }

    let rows: [Row]

    init(zone: String, year: Int) throws {
        let start = Int64(CivilDate.days(year: year, month: 1, day: 1)) * 86_400
        let times = stride(from: start, to: start + 366 * 86_400, by: 1_800)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["TZ=\(zone)", "LC_ALL=C", "date", "-f", "-", "+%s %Y-%m-%dT%H:%M:%SZ"]
        let input = FileManager.default.temporaryDirectory.appendingPathComponent("times-\(UUID().uuidString)")
        try Data(times.map { "@\($0)\n" }.joined().utf8).write(to: input)
        defer { unlink(input.path) }
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        rows = try text.split(separator: "\n").map { line in
            let parts = line.split(separator: " ")
            var shown = String(parts[1])
            let clock = shown.withUTF8 { bytes in
                var text = TimeText(UnsafeRawBufferPointer(bytes))
                return text.wallClock()
            }
            return Row(real: try #require(Int64(parts[0])), wallClock: try #require(clock).seconds)
        }
    }
}
