import Foundation

/// A row of a report.
struct Row: Sendable {
    enum Status: String, CaseIterable, Sendable {
        case imported
        /// `imported` of a dry run.
        case valid
        case rejected
        case undelivered
        case unknown
        case blank
        case skipped

        var isPending: Bool { self == .undelivered || self == .unknown }
    }

    /// In the order of the contract.
    private static let fields = [
        "source", "line", "status", "insert_id", "by", "reason", "column", "field", "message", "code", "attempts",
        "raw", "raw_base64",
    ]

    var source: String?
    var line: Int
    var status: Status
    var insertID: String?
    var by: String?
    var reason: String?
    var column: Int?
    var field: String?
    var message: String?
    var code: Int?
    var attempts: Int?
    /// The line, where rows go to a stream and it is not imported.
    var raw: [UInt8]?
    var text: String

    struct Malformed: Error {
        var problem: String
    }

    init(_ bytes: [UInt8]) throws(Malformed) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed(problem: "not UTF-8") }
        let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        guard let object else { throw Malformed(problem: "not a JSON object: \(text.prefix(400))") }
        self.text = text
        let places = Self.keys(bytes).map { Self.fields.firstIndex(of: $0) ?? -1 }
        guard !places.contains(-1) else { throw Malformed(problem: "a field that is not documented: \(text)") }
        let isOrdered = zip(places, places.dropFirst()).allSatisfy { $0 < $1 }
        guard isOrdered else { throw Malformed(problem: "fields out of order: \(text)") }
        guard let line = object["line"] as? Int, let status = (object["status"] as? String).flatMap(Status.init) else {
            throw Malformed(problem: "no line or no known status: \(text)")
        }
        self.line = line
        self.status = status
        insertID = object["insert_id"] as? String
        by = object["by"] as? String
        reason = object["reason"] as? String
        column = object["column"] as? Int
        field = object["field"] as? String
        message = object["message"] as? String
        code = object["code"] as? Int
        attempts = object["attempts"] as? Int
        source = object["source"] as? String
        raw =
            (object["raw"] as? String).map { Array($0.utf8) }
            ?? (object["raw_base64"] as? String).flatMap { Data(base64Encoded: $0) }.map { Array($0) }
        let read: [Any?] = [source, raw, line, status, insertID, by, reason, column, field, message, code, attempts]
        guard read.count(where: { $0 != nil }) == object.count else {
            throw Malformed(problem: "a field of the wrong type: \(text)")
        }
    }

    /// The keys of a JSON object without objects in it, in the order in which they stand there.
    private static func keys(_ object: [UInt8]) -> [String] {
        var keys: [String] = []
        var start: Int?
        var isEscaped = false
        for (index, byte) in object.enumerated() {
            if let opening = start {
                if byte == UInt8(ascii: "\""), !isEscaped {
                    start = nil
                    if index + 1 < object.count, object[index + 1] == UInt8(ascii: ":") {
                        keys.append(String(decoding: object[(opening + 1)..<index], as: UTF8.self))
                    }
                }
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            } else if byte == UInt8(ascii: "\"") {
                start = index
            }
        }
        return keys
    }
}

extension [Row] {
    /// The lines that rows of a stream have, as they would stand in a file; nil where there are none.
    func rawLines(of isWanted: (Row.Status) -> Bool) -> [UInt8]? {
        let lines = filter { isWanted($0.status) }.compactMap(\.raw)
        return lines.isEmpty ? nil : lines.flatMap { $0 + [0x0A] }
    }
}
