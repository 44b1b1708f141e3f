import Foundation
import MixpanelImport
import Testing

@Suite struct FormatSnifferTests {
    private static let ndjson = Array("{\"event\":\"A\",\"properties\":{\"time\":1}}\n{\"event\":\"B\"}\n".utf8)

    @Test(
        arguments: [
            ([0x50, 0x4B, 0x03, 0x04], .zip), ([0x28, 0xB5, 0x2F, 0xFD], .zstd),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz),
            (Array("BZh91AY&SY".utf8), .bzip2), (Array("BZh9".utf8) + [0x17, 0x72, 0x45, 0x38, 0x50, 0x90], .bzip2),
            ([0x04, 0x22, 0x4D, 0x18], .lz4), (Array("PAR1".utf8), .parquet), (Array("Obj\u{1}".utf8), .avro),
            (Array("ORC\u{A}\u{6}".utf8), .orc),
            (Array("a/b.json".utf8) + [UInt8](repeating: 0, count: 249) + Array("ustar  ".utf8), .tar),
            ([0xFF, 0xFE, 0x7B, 0x00], .encoding("UTF-16")), ([0xFE, 0xFF, 0x00, 0x7B], .encoding("UTF-16")),
            ([0xFF, 0xFE, 0, 0, 0x7B, 0, 0, 0], .encoding("UTF-32")), ([0, 0, 0xFE, 0xFF], .encoding("UTF-32")),
            ([0x7B, 0, 0x22, 0], .encoding("UTF-16LE")), ([0, 0x5B, 0, 0x7B], .encoding("UTF-16BE")),
            ([0x7B, 0, 0, 0], .encoding("UTF-32LE")), ([0, 0, 0, 0x7B], .encoding("UTF-32BE")),
            (Array("<!DOCTYPE html>".utf8), .markup), (Array("\u{FEFF}\n <?xml".utf8), .markup),
            (Array("<rss".utf8), .markup),
            (Array("event,time\nx,1".utf8), .table(separator: 0x2C)),
            (Array("\"a b\"\t\"c\"\r\nx\ty\tz\n".utf8), .table(separator: 0x09)),
            (Array("event;time\nx;1".utf8), .table(separator: 0x3B)),
            (Array(",event,time\n0,x,1".utf8), .table(separator: 0x2C)),
        ] as [([UInt8], ForeignInput)]
    )
    func `what is no lines of JSON is known by its beginning`(input: [UInt8], kind: ForeignInput) {
        for tail in [[], [UInt8](repeating: 0xC3, count: 600)] {
            let run = FormatRun(input + tail, options: FormatOptions(.auto))
            #expect(run.error == .refused(kind), "\(visible(input))")
            #expect(run.output.isEmpty)
            for cuts in everyCut(of: input.count) {
                #expect(
                    FormatRun(input + tail, cuts: cuts, options: FormatOptions(.auto)).error == .refused(kind),
                    "\(cuts)"
                )
            }
        }
    }

    @Test(arguments: [
        "", "\n", "{\"a\":1}\n", "<34>Oct 11 22:14:15 host app: {\"a\":1}\n", "BZhello {\"a\":1}\n",
        "ORCHID, and more text\n{\"a\":1}\n",
        "Hello, world\n{\"a\":1,\"b\":2}\n", "a,b\n", "one line\nand another\n", "a,b\nc\n", "12,13\n14,15\n", "< x\n",
        "2024-05-01 12:00:00,123 INFO {\"a\":1}\n2024-05-01 12:00:00,123 INFO {\"a\":1}\n", "terminated early\n",
        "[1,\n2]\n",
    ])
    func `text is not refused`(input: String) {
        #expect(FormatRun(input, options: FormatOptions(.auto)).error == nil)
        #expect(FormatRun(input, options: FormatOptions(.ndjson)).error == nil)
    }

    @Test func `a table is refused only where the format is to be found out`() {
        var options = FormatOptions(.auto)
        options.skipsPrefix = true
        #expect(FormatRun("a,b\nc,d\n", options: options).error == nil)
        for format in [InputFormat.ndjson, .json, .csv, .tsv] {
            #expect(FormatRun("a,b\nc,d\n", options: FormatOptions(format)).error == nil, "\(format)")
        }
    }

    @Test func `the first line of a slow pipe is not waited for`() {
        for line in [
            "{\"a\":1}\n", "plain text\n", "<34>1 text\n", "PAR\n", "[\n", "\"x\"\n",
            "2024-05-01T00:00:00Z {\"a\":1}\n",
        ] {
            let sniffer = FormatSniffer(refusesTables: true)
            let answer = Array(line.utf8).withUnsafeBytes { sniffer.answer($0, isEnd: false) }
            #expect(answer == .text, "\(line)")
        }
    }

    /// Each command with the real tool, as far as it is installed.
    @Test(
        arguments: [
            (["zstd", "-qc"], .zstd), (["xz", "-c"], .xz), (["bzip2", "-c"], .bzip2), (["lz4", "-qc"], .lz4),
            (["iconv", "-f", "UTF-8", "-t", "UTF-16"], .encoding("UTF-16")),
            (["iconv", "-f", "UTF-8", "-t", "UTF-16BE"], .encoding("UTF-16BE")),
            (["iconv", "-f", "UTF-8", "-t", "UTF-16LE"], .encoding("UTF-16LE")),
            (["iconv", "-f", "UTF-8", "-t", "UTF-32"], .encoding("UTF-32")),
            (["iconv", "-f", "UTF-8", "-t", "UTF-32BE"], .encoding("UTF-32BE")), (["tar", "-cf", "-", "FILE"], .tar),
            (["bsdtar", "--format", "zip", "-cf", "-", "FILE"], .zip),
        ] as [([String], ForeignInput)]
    )
    func `the command that is shown makes lines of JSON again`(packer: [String], kind: ForeignInput) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        guard try shell("command -v \(packer[0])", in: folder).isEmpty == false else { return }
        try Data(Self.ndjson).write(to: folder.appendingPathComponent("events.json"))
        let pack = packer.joined(separator: " ").replacing("FILE", with: "events.json")
        let packed = try shell("\(pack) < events.json > FILE && cat FILE", in: folder)
        let run = FormatRun(packed, options: FormatOptions(.auto))
        #expect(run.error == .refused(kind))
        _ = try shell("gzip -c FILE > FILE.gz", in: folder)
        for isGzip in [false, true] {
            let command = try #require(kind.command(isGzip: isGzip))
            let unpack = command.replacing(" | mixport", with: "").replacing("FILE", with: isGzip ? "FILE.gz" : "FILE")
            #expect(try shell(unpack, in: folder) == Self.ndjson, "\(unpack)")
        }
    }

    private func shell(_ command: String, in folder: URL) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Array(bytes)
    }
}
