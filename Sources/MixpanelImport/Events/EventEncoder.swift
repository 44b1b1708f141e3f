internal import FoundationEssentials

/// JSON text of a program's own event types.
enum EventEncoder {
    static func bytes(of event: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // The service takes whole seconds or milliseconds: https://docs.mixpanel.com/reference/import-events
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Int64((date.timeIntervalSince1970 * 1_000).rounded(.down)))
        }
        return Array(try encoder.encode(event))
    }
}
