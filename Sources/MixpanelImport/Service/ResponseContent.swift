internal import FoundationEssentials

/// The JSON object of an answer; the only code that knows its fields.
struct ResponseContent: Decodable {
    enum Record {
        case record(index: Int?, id: String?, field: String?, message: String?)
        case text(String)
        case other
    }

    private let code: ResponseWord
    private let error: ResponseWord
    private let status: ResponseWord
    private let failedRecords: ResponseWord
    let imported: Int?
    let failed: [Record]

    /// Nil for what is no JSON object, or says a thing twice: which of the two counts, nobody knows.
    init?(_ body: [UInt8]) {
        guard UnambiguousObject.isWhole(of: body),
            let content = try? JSONDecoder().decode(ResponseContent.self, from: Data(body))
        else { return nil }
        self = content
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: ResponseKey.self)
        code = fields.value("code") ?? .nothing
        error = fields.value("error") ?? .nothing
        status = fields.value("status") ?? .nothing
        failedRecords = fields.value("failed_records") ?? .nothing
        imported = fields.value("num_records_imported")
        failed = fields.value("failed_records") ?? []
    }

    /// A 200 whose body contradicts it, in whatever JSON type.
    var contradictsSuccess: Bool {
        !code.isSilent && !code.says(200) || !status.isSilent && !status.saysOK || !error.isNegative
            || failed.isEmpty && !failedRecords.isNegative
    }

    /// A 400 whose body says that all is well, or has another code.
    var contradictsRefusal: Bool { !code.isSilent && !code.says(400) || status.saysOK }

    var namesEvents: Bool { !failed.isEmpty }

    /// Records that are sentences, as for identity events in a project that does not take them.
    var hasTexts: Bool { failed.contains { if case .text = $0 { true } else { false } } }

    var tookSome: Bool { imported.map { $0 > 0 } ?? false }

    var message: String? {
        let texts = failed.lazy.compactMap { if case .text(let text) = $0 { text } else { nil } }
        return texts.first ?? error.text ?? status.text
    }

    /// The number in "request exceeds max limit of 2097152 bytes".
    var bodyLimit: Int? {
        let words = error.text?.split(separator: " ") ?? []
        guard let unit = words.firstIndex(where: { $0.hasPrefix("bytes") }), unit > 0 else { return nil }
        return Int(words[unit - 1]).flatMap { $0 > 0 ? $0 : nil }
    }
}

extension ResponseContent.Record: Decodable {
    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self = .text(text)
        } else if let fields = try? decoder.container(keyedBy: ResponseKey.self) {
            self = .record(
                index: fields.value("index"),
                // The documents have both spellings.
                id: fields.value("insert_id") ?? fields.value("$insert_id"),
                field: fields.value("field"),
                message: fields.value("message")
            )
        } else {
            self = .other
        }
    }
}

/// A field's value in any of JSON's types, so that a contradiction is seen whatever its type.
private enum ResponseWord: Decodable {
    /// Missing, null, or empty.
    case nothing
    case bool(Bool)
    case number(Double)
    case text(String)
    /// An array or an object with something in it, or a number out of range.
    case other

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .nothing
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = text.isEmpty ? .nothing : .text(text)
        } else if let array = try? decoder.unkeyedContainer() {
            self = array.isAtEnd ? .nothing : .other
        } else if let object = try? decoder.container(keyedBy: ResponseKey.self) {
            self = object.allKeys.isEmpty ? .nothing : .other
        } else {
            self = .other
        }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    var isSilent: Bool {
        if case .nothing = self { true } else { false }
    }

    /// Says that there is none.
    var isNegative: Bool {
        switch self {
        case .nothing, .bool(false), .number(0): true
        case .bool, .number, .text, .other: false
        }
    }

    func says(_ code: Int) -> Bool {
        switch self {
        case .number(let number): number == Double(code)
        case .text(let text): text == "\(code)"
        case .nothing, .bool, .other: false
        }
    }

    /// With `verbose=1` the service writes 1 for "OK".
    var saysOK: Bool {
        switch self {
        case .text(let text): text.lowercased() == "ok"
        case .number(let number): number == 1
        case .bool(let bool): bool
        case .nothing, .other: false
        }
    }
}

private struct ResponseKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension KeyedDecodingContainer<ResponseKey> {
    /// nil where the field is missing, null or of another type.
    fileprivate func value<Value: Decodable>(_ name: String) -> Value? {
        try? decodeIfPresent(Value.self, forKey: ResponseKey(stringValue: name))
    }
}
