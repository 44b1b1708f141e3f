import Foundation

/// An input in some format, and the options with which it becomes events: some of its lines are rejected, some skipped.
struct MappedInput: Sendable {
    static let names = ["ndjson", "json", "csv", "tsv", "explode", "prefix", "gzip"]

    let bytes: [UInt8]
    let options: [String]
    /// Lines of the report.
    let lines: Int

    private static let map = [
        "--map", "event=.type", "--map", "time=.at", "--map", "distinct_id=.uid", "--map", "insert_id=.id", "--spread",
        ".",
        "--flatten", "--drop-null", "--where", ".type != \"skip\"", "--set", "ip=0",
    ]

    init(_ name: String, rows: Int = 400) async throws {
        let objects = (1...rows).map(Self.object)
        lines = rows
        switch name {
        case "json":
            bytes = Array(
                ("[\n" + objects.map { $0.replacing(",\"", with: ",\n  \"") }.joined(separator: " ,\n") + "]").utf8
            )
            options = Self.map
        case "csv", "tsv":
            let comma = name == "csv" ? "," : "\t"
            let head = ["type", "at", "uid", "id", "plan", "note"].joined(separator: comma)
            let records = (1...rows).map { Self.record($0).joined(separator: comma) }
            bytes = Array(([head] + records).joined(separator: "\r\n").utf8)
            options = ["--format", name] + Self.map
        case "explode":
            let batches = stride(from: 0, to: rows, by: 7).map { start in
                #"{"sent":"x","batch":["# + objects[start..<min(start + 7, rows)].joined(separator: ", ") + "]}\n"
            }
            bytes = Array(batches.joined().utf8)
            options = ["--explode", ".batch", "--unwrap", ".batch"] + Self.map
        case "prefix":
            bytes = Array(objects.enumerated().map { "2024-05-01T00:00:0\($0 % 10)Z stdout F \($1)\n" }.joined().utf8)
            options = ["--skip-prefix"] + Self.map
        case "gzip":
            let text = objects.map { $0 + "\n" }
            let halves = [text[..<(rows / 2)], text[(rows / 2)...]].map { Array($0.joined().utf8) }
            var members: [UInt8] = []
            for half in halves { members += try await Tool.run("gzip", "-c", input: half).output }
            bytes = members
            options = Self.map
        default:
            bytes = Array(objects.map { $0 + "\n" }.joined().utf8)
            options = ["--format", "ndjson"] + Self.map
        }
    }

    /// Of 20 one is skipped, one has a time that cannot be read, one no user, one an odd id, and one no id.
    private static func object(_ number: Int) -> String {
        let type = number % 20 == 3 ? "skip" : "Type \(number % 5)"
        let time = number % 20 == 4 ? "\"yesterday\"" : "\(1_717_200_000 + number)"
        let user = number % 20 == 5 ? "null" : "\"u\(number % 7)\""
        let id = number % 20 == 7 ? "" : #""id":"\#(number % 20 == 6 ? "a:b" : "id")-\#(number)","#
        return
            #"{"type":"\#(type)","at":\#(time),"uid":\#(user),\#(id)"o":{"n":\#(number),"x":null},"token":"t","plan":"ü \u0041"}"#
    }

    private static func record(_ number: Int) -> [String] {
        let type = number % 20 == 3 ? "skip" : "\"Type, \(number % 5)\""
        let time = number % 20 == 4 ? "yesterday" : "\(1_717_200_000 + number)"
        let note = number % 20 == 8 ? "\"two\nlines, \"\"quoted\"\"\"" : "\(number)"
        let fields = [type, time, number % 20 == 5 ? "" : "u\(number % 7)", "id-\(number)", "team", note]
        return number % 20 == 9 ? fields.dropLast() : fields
    }
}
