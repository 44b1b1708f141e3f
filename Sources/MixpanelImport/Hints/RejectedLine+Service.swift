/// What the service means where it refuses an event, and the option that mends it.
extension RejectedLine {
    /// nil where nothing can be said. `isMapped`: what was refused is not the line as it stands.
    func refusal(isMapped: Bool) -> InputHint? {
        if verdict.message?.hasPrefix("identity events are not allowed") == true {
            return InputHint(
                line: number,
                finding: "is an identity event, which projects with simplified identity do not take",
                options: [#"--where '.event != "$identify" and .event != "$create_alias" and .event != "$merge"'"#]
            )
        }
        guard verdict.reason == .validation, !isMapped, let object = ObjectOutline(bytes),
            let properties = object.object("properties")
        else { return nil }
        let field = verdict.field ?? ""
        if field.hasSuffix("time") { return time(object, properties) }
        if field.hasSuffix("distinct_id") { return distinctID(object, properties) }
        if field.hasSuffix("insert_id") { return insertID(properties) }
        if field == "properties" {
            return hint("has too many properties", ["--drop-null", "--drop NAME,…"])
        }
        if field == "event" { return hint("has no name of an event", ["--map event=…"]) }
        return nil
    }

    private func hint(_ finding: String, _ options: [String]) -> InputHint {
        InputHint(line: number, finding: finding, options: options)
    }

    private func time(_ object: ObjectOutline, _ properties: ObjectOutline) -> InputHint {
        let asIt = ["--map time=.properties.time"]
        guard let time = properties.value("time") else {
            let path = Self.timePath(object, properties) ?? "…"
            // The service names one of them only.
            let user = properties.value("distinct_id") == nil ? distinctID(object, properties).options : []
            return hint("has no time in its properties", ["--map time=\(path)"] + user)
        }
        if time.first == UInt8(ascii: "\"") {
            let isUsual = time.dropFirst().prefix(4).allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
            return hint("has its time as text", asIt + (isUsual ? [] : ["--time-format FORMAT"]))
        }
        let digits = time.drop { $0 == UInt8(ascii: "-") }
        guard digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
            return hint("has a time that is no whole number", asIt)
        }
        if time.count != digits.count || digits.count < 9 {
            return hint("has a time before 1971, which Mixpanel does not take", ["--map time=…"])
        }
        switch digits.count {
        case 18...19: return hint("has its time in nanoseconds", asIt)
        case 15...16: return hint("has its time in microseconds", asIt)
        case 9...10, 12...13: return hint("has a time in the future, which Mixpanel does not take", [])
        default: return hint("has a time that is neither seconds nor milliseconds", ["--map time=…"])
        }
    }

    private static func timePath(_ object: ObjectOutline, _ properties: ObjectOutline) -> String? {
        let names = ["timestamp", "time", "created_at", "createdAt", "event_time", "ts", "date", "$time"]
        if let name = names.first(where: { object.value($0) != nil }) { return InputHint.path(name) }
        return names.first { properties.value($0) != nil }.map { InputHint.path("properties", $0) }
    }

    private func distinctID(_ object: ObjectOutline, _ properties: ObjectOutline) -> InputHint {
        guard let id = properties.value("distinct_id") else {
            let names = ["$user_id", "user_id", "userId", "distinct_id", "$device_id", "device_id", "anonymousId"]
            if let name = names.first(where: { properties.value($0) != nil }) {
                let path = InputHint.path("properties", name)
                return hint("has no distinct_id in its properties", ["--map distinct_id=\(path)"])
            }
            if let name = names.first(where: { object.value($0) != nil }) {
                return hint("has no distinct_id in its properties", ["--map distinct_id=\(InputHint.path(name))"])
            }
            return hint("has no distinct_id, which \"\" says, too", [#"--map 'distinct_id=""'"#])
        }
        let isScalar = id.first != UInt8(ascii: "{") && id.first != UInt8(ascii: "[")
        let finding = isScalar ? "has a placeholder as its distinct_id" : "has a distinct_id that is no text"
        return hint(finding, [#"--map 'distinct_id=.properties.distinct_id // ""'"#])
    }

    private func insertID(_ properties: ObjectOutline) -> InputHint {
        guard properties.value("$insert_id") != nil else {
            return hint("has no $insert_id", ["--insert-id derive"])
        }
        return hint("has an $insert_id that Mixpanel does not take", [#"--map 'insert_id=.properties."$insert_id"'"#])
    }
}
