#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The commands that are compared.
struct Commands {
    let folder: String
    let port: Int

    var events: String { "\(folder)/events.ndjson" }
    var eventsWithoutIDs: String { "\(folder)/no-ids.ndjson" }
    var fewEvents: String { "\(folder)/few.ndjson" }
    var someEvents: String { "\(folder)/some.ndjson" }
    var manyEvents: String { "\(folder)/many.ndjson" }

    private var url: String { "http://127.0.0.1:\(port)" }
    var report: String { "\(folder)/report.ndjson" }
    /// Beside this program.
    private var program: String {
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, path.count)
        let own = String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(own[..<(own.lastIndex(of: "/") ?? own.startIndex)]) + "/mixport"
    }

    /// The same for mixport and for jq: a condition, an event of known parts, a constant, and all other properties.
    static let mapping =
        "--where '.event != \"Search\"' --map event=.event --map time=.properties.time --spread .properties "
        + "--map '$user_id=.properties.distinct_id' --set source=backfill"
    private static let jqProgram =
        "select(.event != \"Search\") | {event: .event, properties: (.properties + {source: \"backfill\", "
        + "\"$user_id\": .properties.distinct_id, time: .properties.time})}"

    func convert(_ input: String) -> String { "exec \(program) convert \(Self.mapping) -q < \(input) > /dev/null" }

    func jq(_ input: String) -> String { "exec jq -c '\(Self.jqProgram)' < \(input) > /dev/null" }

    func mixport(_ level: Int, _ input: String? = nil, mapping: String = "", keepsReport: Bool = false) -> String {
        let options = "--endpoint \(url) --rate none --compression-level \(level) \(mapping) -q"
        return "exec \(program) \(options) --report \(report) --overwrite < \(input ?? events)"
    }

    func resume(_ input: String) -> String {
        "exec \(program) --endpoint \(url) -q --report \(report) --resume < \(input)"
    }

    var dryRun: String { "exec \(program) --dry-run -q --report \(report) --overwrite < \(events)" }

    func pigz(_ level: Int) -> String { "pigz -p 2 -\(level) < \(events) > /dev/null" }

    func split(_ level: Int, _ input: String? = nil) -> String {
        "split -l 2000 --filter '\(post(level))' < \(input ?? events) > /dev/null"
    }

    func parallel(_ level: Int) -> String {
        "parallel --will-cite --pipe -N 2000 -j 2 '\(post(level))' < \(events) > /dev/null"
    }

    private func post(_ level: Int) -> String {
        "gzip -\(level) | curl -s -u 00000000000000000000000000000000: -H Content-Type:application/x-ndjson "
            + "-H Content-Encoding:gzip --data-binary @- \(url)/import?strict=1"
    }
}
