extension MappingScratch {
    /// Syntax, in the line or in a text that was unwrapped from it.
    @inline(never)
    func eventFault(_ fault: JSONFault, in text: JSONLine) -> EventFault {
        var event = EventFault(fault, in: text)
        if text.start >= line.start, text.start < line.end {
            event.column = text.start - line.start + fault.offset + 1
        } else {
            // The columns of unescaped text are not those of the line.
            event.column = documentColumn
            event.message = "In the text that was unwrapped, at byte \(fault.offset + 1): \(event.message)"
        }
        return event
    }
}

extension EventFault {
    static func secondObject(at column: Int?) -> EventFault {
        EventFault(reason: .notJSON, column: column, message: "The text that was unwrapped holds a second object.")
    }

    static func noEventName(_ value: JSONValue, at column: Int?) -> EventFault {
        let message =
            value.kind == .null ? "The event has no name." : "The name of the event must be text that is not empty."
        return EventFault(reason: .missingEvent, column: column, message: message)
    }

    static func noTime(at column: Int?) -> EventFault {
        EventFault(reason: .missingTime, column: column, message: "The event has no time.")
    }

    static func badTime(_ fault: TimeFault, at column: Int?) -> EventFault {
        EventFault(reason: .badTime, column: column, message: fault.message)
    }

    static func repeatedKey(_ name: Text, at column: Int?) -> EventFault {
        let name = String(decoding: name.bytes, as: UTF8.self)
        return EventFault(reason: .duplicateKey, column: column, message: "The key \"\(name)\" is given twice.")
    }
}
