internal import FoundationEssentials

/// Formats rows of the report, in the order of fields that users rely on.
struct RowWriter {
    private(set) var bytes: [UInt8] = []
    /// What each row begins with, up to the number of its line.
    private var start: [UInt8] = []

    /// `source`: the value of each row's first field, where it has that.
    init(source: String? = nil) {
        append(literal: "{")
        if let source {
            append(literal: #""source":""#)
            append(text: source)
            append(literal: "\",")
        }
        append(literal: #""line":"#)
        swap(&start, &bytes)
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// `raw`: the line, where its row is to have it.
    mutating func append(
        line: Int,
        _ verdict: Verdict,
        insertID: ArraySlice<UInt8>?,
        raw: ArraySlice<UInt8>? = nil
    ) {
        bytes.append(contentsOf: start)
        append(line)
        append(literal: #","status":""#)
        switch verdict.status {
        case .imported: append(literal: "imported\"")
        case .valid: append(literal: "valid\"")
        default:
            append(text: verdict.status.rawValue)
            append(literal: "\"")
        }
        if let insertID {
            append(literal: #","insert_id":""#)
            append(jsonContent: insertID)
            append(literal: "\"")
        }
        if verdict.reason != nil || verdict.code != nil { appendDetails(verdict) }
        if verdict.attempts > 1 {
            append(literal: #","attempts":"#)
            append(verdict.attempts)
        }
        if let raw { append(raw: raw) }
        append(literal: "}\n")
    }

    private mutating func append(raw: ArraySlice<UInt8>) {
        if let text = String(validating: raw, as: UTF8.self) {
            appendField(#","raw":""#, text)
        } else {
            append(literal: #","raw_base64":""#)
            append(text: Data(raw).base64EncodedString())
            append(literal: "\"")
        }
    }

    private mutating func appendDetails(_ verdict: Verdict) {
        appendField(#","by":""#, verdict.by?.rawValue)
        appendField(#","reason":""#, verdict.reason?.code)
        if let column = verdict.column {
            append(literal: #","column":"#)
            append(column)
        }
        appendField(#","field":""#, verdict.field)
        appendField(#","message":""#, verdict.message?.cutToMessage)
        if let code = verdict.code {
            append(literal: #","code":"#)
            append(code)
        }
    }

    private mutating func appendField(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        append(literal: name)
        append(text: value)
        append(literal: "\"")
    }

    private mutating func append(literal text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(_ number: Int) {
        guard number > 9 else { return bytes.append(UInt8(ascii: "0") + UInt8(number)) }
        append(number / 10)
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    private mutating func append(text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(UInt8(scalar.value))
            default:
                append(scalar)
            }
        }
    }

    /// What already stands between the quotes of a valid JSON string.
    private mutating func append(jsonContent content: ArraySlice<UInt8>) {
        guard !content.withUnsafeBytes(\.isPlainASCII) else { return bytes.append(contentsOf: content) }
        for scalar in String(decoding: content, as: UTF8.self).unicodeScalars { append(scalar) }
    }

    /// Nothing that could move a cursor or turn the direction of text stands in the report unescaped.
    private mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.isHarmless {
            bytes.append(contentsOf: UTF8.encode(scalar)!)
        } else {
            for unit in UTF16.encode(scalar)! {
                append(literal: #"\u"#)
                for shift in [12, 8, 4, 0] { bytes.append(Self.hexDigits[Int(unit >> shift) & 15]) }
            }
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)
}

extension UnsafeRawBufferPointer {
    /// Whether all bytes are ASCII other than DEL. Eight bytes at a time, because the id of every imported line is
    /// checked.
    fileprivate var isPlainASCII: Bool {
        var offset = 0
        while offset + 8 <= count {
            let word = loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            // One more than 0x7F has the high bit, too; a carry comes only from a byte that has it already.
            if (word | word &+ 0x0101_0101_0101_0101) & 0x8080_8080_8080_8080 != 0 { return false }
            offset += 8
        }
        return self[offset...].allSatisfy { $0 < 0x7F }
    }
}

extension Unicode.Scalar {
    /// Neither a control character nor one that only changes how others are shown.
    package var isHarmless: Bool {
        if isASCII { return value >= 0x20 && value != 0x7F }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
