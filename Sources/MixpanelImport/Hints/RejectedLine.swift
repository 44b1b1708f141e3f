/// A line that was rejected, from which a hint can be made.
struct RejectedLine: Sendable {
    /// So much of a line tells what it is.
    static let mostBytes = 1 << 16

    /// From 1.
    var number: Int
    /// Its beginning.
    var bytes: [UInt8]
    var verdict: Verdict

    /// What the line is, where it is no event; nil where nothing can be said.
    func format(isMapped: Bool) -> InputHint? {
        guard let start = bytes.withUnsafeBytes(ObjectStart.offset) else { return isMapped ? nil : withoutObject }
        guard let object = ObjectOutline(Array(bytes[start...])) else { return nil }
        let first = bytes.first { !" \t\r\u{FEFF}".utf8.contains($0) }
        let prefix = bytes[..<start].contains { !" \t\r\u{FEFF}".utf8.contains($0) }
        if prefix, first == UInt8(ascii: "[") { return isMapped ? nil : hint("is an array", ["--format json"]) }
        // An object that is broken, and within it one that is not.
        if prefix, first == UInt8(ascii: "{") { return nil }
        if let known = known(object, hasPrefix: prefix) { return known }
        if isMapped { return nil }
        if prefix { return hint("has text before its object", ["--skip-prefix"]) }
        // Of a line that is no JSON only its beginning is known.
        if verdict.reason == .notJSON { return nil }
        return wrapped(object) ?? unknown(object)
    }

    private func hint(_ finding: String, _ options: [String]) -> InputHint {
        InputHint(line: number, finding: finding, options: options)
    }

    private var withoutObject: InputHint? {
        guard let first = bytes.first(where: { !" \t\r".utf8.contains($0) }) else { return nil }
        switch first {
        case UInt8(ascii: "\""), UInt8(ascii: "{"): return nil
        case UInt8(ascii: "["): return hint("is an array without objects", [])
        default: return hint("has no JSON object in it", [])
        }
    }

    private func known(_ object: ObjectOutline, hasPrefix: Bool) -> InputHint? {
        guard let export = KnownExport.find(object) else { return nil }
        let inner = export.inner(object).flatMap(KnownExport.find)
        let exports = [export] + (inner.map { [$0] } ?? [])
        let nouns = exports.map(\.noun).joined(separator: " around ")
        // Loggers have text before their lines often enough for their presets to pass over it.
        let skips = hasPrefix && !["pino", "zap", "structlog"].contains(export.preset) ? ["--skip-prefix"] : []
        let finding = "looks like \(nouns) (it has \(Self.list(object.names)))"
        return hint(finding, skips + exports.map { "--from \($0.preset)" })
    }

    /// In forms that have no preset of their own.
    private func wrapped(_ object: ObjectOutline) -> InputHint? {
        let wrappers: [(noun: String, members: [String], inner: String)] = [
            ("a row of Airbyte", ["_airbyte_data"], "_airbyte_data"),
            ("a message of Singer", ["type", "record"], "record"),
            ("a document of Elasticsearch", ["_index", "_source"], "_source"),
            ("a record of Kafka", ["topic", "partition", "value"], "value"),
            ("an entry of journald", ["__REALTIME_TIMESTAMP", "MESSAGE"], "MESSAGE"),
        ]
        for wrapper in wrappers where wrapper.members.allSatisfy({ object.value($0) != nil }) {
            let inner = object.object(wrapper.inner).flatMap(KnownExport.find).map { ["--from \($0.preset)"] } ?? []
            return hint("looks like \(wrapper.noun)", ["--unwrap \(InputHint.path(wrapper.inner))"] + inner)
        }
        if object.has("event"), object.text("properties")?.first == UInt8(ascii: "{") {
            return hint("has its properties as text", ["--parse .properties"])
        }
        for name in object.names {
            guard let inner = object.object(name) else { continue }
            let known = KnownExport.find(inner).map { ["--from \($0.preset)"] }
            guard known != nil || inner.isEvent else { continue }
            let path = InputHint.path(name)
            return hint("has an event in \(path)", ["--unwrap \(path)"] + (known ?? []))
        }
        // What has a name and a time is an event itself, whatever it has lists of.
        let isEvent =
            Self.eventNames.contains(where: object.hasScalar) && Self.timeNames.contains(where: object.hasScalar)
        if isEvent { return nil }
        for name in object.names {
            guard let element = object.firstElement(name) else { continue }
            let path = InputHint.path(name)
            let inner = KnownExport.find(element).map { ["--from \($0.preset)"] } ?? []
            return hint("has an array of objects in \(path)", ["--explode \(path)", "--unwrap \(path)"] + inner)
        }
        return nil
    }

    private static let eventNames = ["event", "event_name", "eventName", "event_type", "name", "action", "type"]
    private static let timeNames = [
        "time", "timestamp", "event_time", "ts", "created_at", "createdAt", "@timestamp", "date",
    ]
    private static let userNames = [
        "distinct_id", "user_id", "userId", "uid", "user", "customer_id", "anonymousId", "device_id",
    ]

    /// Its names, and those of them that may be the parts of an event.
    private func unknown(_ object: ObjectOutline) -> InputHint? {
        if object.isEvent { return nil }
        if object.names.isEmpty { return hint("is an empty object", []) }
        let fields = [("event", Self.eventNames), ("time", Self.timeNames), ("distinct_id", Self.userNames)]
        let options = fields.map { field, names in
            guard let name = names.first(where: object.hasScalar) else { return "--map \(field)=…" }
            let isOwn = name == field
            return isOwn && field != "time" ? "" : "--map \(InputHint.quoted("\(field)=" + Self.unquotedPath(name)))"
        }
        return hint("has \(Self.list(object.names))", options.filter { !$0.isEmpty })
    }

    private static func unquotedPath(_ name: String) -> String {
        let path = InputHint.path(name)
        return path.hasPrefix("'") ? String(path.dropFirst().dropLast()) : path
    }

    /// The first few of them.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(6).map { $0.count > 40 ? $0.prefix(40) + "…" : $0 }
        return shown.joined(separator: ", ") + (names.count > 6 ? ", …" : "")
    }
}
