/// Why a line that a filter has made is rejected, whatever the line itself looks like.
///
/// The line's bytes alone would not tell: a record with too few fields is a valid array, and a line break within a
/// string has become a space.
package struct FormatFault: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// The value is no JSON. `offset` counts the bytes of the (inflated) input from 0, `column` those of the line
        /// from 1.
        case json(offset: Int, column: Int)
        /// A record with another number of fields than the first one has names.
        case fieldCount(found: Int, expected: Int)
        /// The quote that opens at this offset of the input has no end.
        case openQuote(offset: Int)
    }

    /// The line's number among those that the filter has made, from 1.
    package var line: Int
    package var kind: Kind

    package init(line: Int, kind: Kind) {
        self.line = line
        self.kind = kind
    }
}

extension FormatFault {
    /// The fault in words. `line` is the line as the filter made it, without its `\n`.
    package func eventFault(of line: UnsafeRawBufferPointer) -> EventFault {
        switch kind {
        case .json(let offset, let column):
            Self.jsonFault(of: line, offset: offset, column: column)
        case .fieldCount(let found, let expected):
            EventFault(
                reason: .fields,
                column: nil,
                message: "The record has \(found) field\(found == 1 ? "" : "s"), the first one has \(expected)."
            )
        case .openQuote(let offset):
            EventFault(
                reason: .fields,
                column: nil,
                message: "The quote at byte offset \(offset) of the input is never closed."
            )
        }
    }

    private static func jsonFault(of line: UnsafeRawBufferPointer, offset: Int, column: Int) -> EventFault {
        let place = "at byte offset \(offset) of the input"
        do throws(EventFault) {
            _ = try EventScanner.scan(line)
        } catch {
            // Only an error in the JSON is the same fault; missing parts of an event are not. An error after white
            // space that the line has lost is now at its end.
            let isSame = error.column == min(column, line.count + 1)
            if isSame, [.notJSON, .notUTF8, .tooDeep].contains(error.reason) {
                let sentence = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
                return EventFault(reason: error.reason, column: error.column, message: "\(sentence), \(place).")
            }
        }
        let message = "A control character in a string, \(place); it must be escaped."
        return EventFault(reason: .notJSON, column: column, message: message)
    }
}
