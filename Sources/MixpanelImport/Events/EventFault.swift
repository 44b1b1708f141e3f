/// Why a line is no event. The message never repeats bytes of the line but for a single printable ASCII character.
package struct EventFault: Error, Equatable {
    package var reason: Reason
    /// The byte in the line, from 1.
    package var column: Int?
    /// One sentence for people.
    package var message: String

    package init(reason: Reason, column: Int?, message: String) {
        self.reason = reason
        self.column = column
        self.message = message
    }
}

extension EventFault {
    static func notObject(_ kind: EventScan.Kind, at offset: Int) -> EventFault {
        let hint = kind == .array ? "; one event per line, try jq -c '.[]'" : ""
        let message = "Expected an object, found \(kind.noun)\(hint)."
        return EventFault(reason: .notObject, column: offset + 1, message: message)
    }

    static func duplicateKey(_ name: StaticString, at offset: Int) -> EventFault {
        EventFault(reason: .duplicateKey, column: offset + 1, message: "The key \"\(name)\" is given twice.")
    }

    static func missingEvent(_ value: EventScan.Value) -> EventFault {
        missing(.missingEvent, "event", .string, value)
    }

    static func missingProperties(_ value: EventScan.Value) -> EventFault {
        missing(.missingProperties, "properties", .object, value)
    }

    private static func missing(
        _ reason: Reason,
        _ name: StaticString,
        _ kind: EventScan.Kind,
        _ value: EventScan.Value
    ) -> EventFault {
        if value.isAbsent {
            return EventFault(reason: reason, column: nil, message: "The event has no \"\(name)\".")
        }
        let message = "\"\(name)\" must be \(kind.noun), found \(value.kind.noun)."
        return EventFault(reason: reason, column: value.start + 1, message: message)
    }
}

extension EventScan.Kind {
    fileprivate var noun: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "a boolean"
        case .null: "null"
        }
    }
}
