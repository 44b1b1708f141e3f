/// What the service documents to check in each event under `strict=1`:
/// https://docs.mixpanel.com/reference/import-events Used by the sandbox and by validations. Messages are the service's
/// own where they are known.
package enum ServiceRules {
    package struct Violation: Sendable, Equatable {
        package var field: String
        package var message: String
    }

    /// The first rule that the event breaks, or nil. `scan` is of exactly these bytes; `now` in seconds since the
    /// epoch. A missing `$insert_id` is no violation where one is derived before the event is sent, which makes the
    /// event larger by it, nor where the service makes one up.
    package static func violation(
        of event: UnsafeRawBufferPointer,
        scan: EventScan,
        now: Int64,
        insertIDIsDerived: Bool = false,
        insertIDIsOptional: Bool = false
    ) -> Violation? {
        if JSONString.withContents(of: token(scan.event, in: event), isBlank) {
            return Violation(field: "event", message: "'event' must not be missing or blank")
        }
        if let problem = timeProblem(scan.time, in: event, now: now) {
            return Violation(field: "properties.time", message: "'properties.time' is invalid: \(problem)")
        }
        if let problem = distinctIDProblem(scan.distinctID, in: event) {
            let message = "'properties.distinct_id' is invalid: \(problem)"
            return Violation(field: "properties.distinct_id", message: message)
        }
        if let id = scan.insertID {
            if !insertIDIsOptional, let problem = insertIDProblem(id, in: event) {
                return Violation(field: "$insert_id", message: "'$insert_id' is invalid: \(problem)")
            }
        } else if !insertIDIsDerived, !insertIDIsOptional {
            let message = "'properties.$insert_id' is invalid: must not be missing"
            return Violation(field: "properties.$insert_id", message: message)
        }
        let isDerived = scan.insertID == nil && insertIDIsDerived
        if scan.propertyCount + (isDerived ? 1 : 0) >= ServiceLimits.properties {
            let message = "'properties' is invalid: must have fewer than \(ServiceLimits.properties) properties"
            return Violation(field: "properties", message: message)
        }
        let derivedBytes = isDerived ? InsertID.spliceBytes - (scan.propertyCount > 0 ? 0 : 1) : 0
        if scan.end - scan.start + derivedBytes >= ServiceLimits.eventBytes {
            let message = "'event' is invalid: must be smaller than \(ServiceLimits.eventBytes) bytes"
            return Violation(field: "event", message: message)
        }
        return nil
    }

    private static func token(_ value: EventScan.Value, in event: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: event[value.start..<value.end])
    }

    private static func isBlank(_ text: UnsafeRawBufferPointer) -> Bool {
        text.allSatisfy { $0 == UInt8(ascii: " ") || (0x09...0x0D).contains($0) }
    }

    private static func timeProblem(
        _ time: EventScan.Value?,
        in event: UnsafeRawBufferPointer,
        now: Int64
    ) -> StaticString? {
        guard let time, time.kind != .null else { return "must not be missing" }
        let digits = token(time, in: event)
        guard time.kind == .number, digits.dropFirst().allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
            return "must be specified as seconds since epoch"
        }
        if digits.first == UInt8(ascii: "-") { return "must be specified as seconds since epoch" }
        var value: Int64 = 0
        for digit in digits {
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(Int64(digit &- UInt8(ascii: "0")))
            if overflow || carry { return "must not be in the future" }
            value = sum
        }
        let isMilliseconds = value >= ServiceLimits.millisecondsFrom
        let unit: Int64 = isMilliseconds ? 1_000 : 1
        if value < ServiceLimits.earliestTime * unit { return "must be specified as seconds since epoch" }
        if value > (now + ServiceLimits.futureSeconds) * unit { return "must not be in the future" }
        return nil
    }

    private static func distinctIDProblem(_ id: EventScan.Value?, in event: UnsafeRawBufferPointer) -> StaticString? {
        guard let id, id.kind != .null else { return "must not be missing" }
        let token = token(id, in: event)
        switch id.kind {
        case .string:
            return JSONString.withContents(of: token, isDisallowed) ? "must not be a disallowed value" : nil
        case .number, .boolean, .null:
            return isDisallowed(token) ? "must not be a disallowed value" : nil
        case .array, .object:
            return "must be a string"
        }
    }

    private static func insertIDProblem(_ id: EventScan.Value, in event: UnsafeRawBufferPointer) -> StaticString? {
        guard id.kind != .null else { return "must not be missing" }
        guard id.kind == .string else { return "must be a string" }
        return JSONString.withContents(of: token(id, in: event)) { id in
            if id.isEmpty { return "must not be empty" }
            // Before the length: the live service complained of the characters of an id of 66 bytes.
            if !isAlphanumericWithHyphens(id) {
                return "must only contain alphanumeric or hyphen '-' characters"
            }
            if id.count > ServiceLimits.insertIDBytes { return "must not be longer than 36 bytes" }
            return isDisallowed(id) ? "must not be a disallowed value" : nil
        }
    }

    /// Looks at every byte, so that the compiler can look at many at once.
    private static func isAlphanumericWithHyphens(_ id: UnsafeRawBufferPointer) -> Bool {
        var others: UInt8 = 0
        for byte in id {
            let isDigit: UInt8 = byte &- UInt8(ascii: "0") < 10 ? 1 : 0
            let isLetter: UInt8 = (byte | 0x20) &- UInt8(ascii: "a") < 26 ? 1 : 0
            let isHyphen: UInt8 = byte == UInt8(ascii: "-") ? 1 : 0
            others |= (isDigit | isLetter | isHyphen) ^ 1
        }
        return others == 0
    }

    /// https://docs.mixpanel.com/reference/import-events lists all but "lmy47d", which a client knows from the server's
    /// own source, as it knows that case does not matter.
    private static let disallowedIDs: [StaticString] = [
        "0", "-1", "na", "[]", "{}", "nil", "n/a", "anon", "none", "null", "true", "false", "<nil>", "lmy47d",
        "unknown", "anonymous", "undefined",
    ]

    private static func isDisallowed(_ id: UnsafeRawBufferPointer) -> Bool {
        switch id.count {
        case 1...9: disallowedIDs.contains { matches(id, $0) }
        case 36: id[0] == UInt8(ascii: "0") && matches(id, "00000000-0000-0000-0000-000000000000")
        default: false
        }
    }

    private static func matches(_ id: UnsafeRawBufferPointer, _ lowercase: StaticString) -> Bool {
        guard id.count == lowercase.utf8CodeUnitCount else { return false }
        for offset in 0..<id.count {
            let isUppercase = id[offset] &- UInt8(ascii: "A") < 26
            if id[offset] | (isUppercase ? 0x20 : 0) != lowercase.utf8Start[offset] { return false }
        }
        return true
    }
}
