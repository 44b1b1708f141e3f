internal import FoundationEssentials

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A row as it comes back from wherever it was kept: fields in any order, fields of other versions, white space. Texts
/// are positions in the row's bytes, between the quotes.
///
/// To resume a run needs rows as this program wrote them (`ReportRow`); to count them does not.
package struct ReviewedRow {
    package private(set) var line = 0
    package private(set) var status = Verdict.Status.imported
    package private(set) var column: Int?
    package private(set) var code: Int?
    package private(set) var attempts: Int?
    package private(set) var source: Range<Int>?
    package private(set) var insertID: Range<Int>?
    package private(set) var by: Range<Int>?
    package private(set) var reason: Range<Int>?
    package private(set) var field: Range<Int>?
    package private(set) var message: Range<Int>?
    private var raw: Range<Int>?
    private var rawBase64: Range<Int>?

    /// nil for anything but an object with a line and a status.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        var scanner = RowScanner(bytes)
        var hasStatus = false
        guard scanner.skip(UInt8(ascii: "{")) else { return nil }
        repeat {
            guard let key = scanner.string(), scanner.skip(UInt8(ascii: ":")) else { return nil }
            let name = UnsafeRawBufferPointer(rebasing: bytes[key])
            if Self.equal(name, "status") {
                guard let text = scanner.string(), let status = Self.status(.init(rebasing: bytes[text])) else {
                    return nil
                }
                self.status = status
                hasStatus = true
            } else {
                guard take(name, &scanner) else { return nil }
            }
        } while scanner.skip(UInt8(ascii: ","))
        guard scanner.skip(UInt8(ascii: "}")), scanner.isAtEnd, line > 0, hasStatus else { return nil }
    }

    private mutating func take(_ name: UnsafeRawBufferPointer, _ scanner: inout RowScanner) -> Bool {
        guard scanner.next == UInt8(ascii: "\"") else {
            if Self.equal(name, "line") { return Self.set(&line, scanner.number()) }
            if Self.equal(name, "column") { return Self.set(&column, scanner.number()) }
            if Self.equal(name, "code") { return Self.set(&code, scanner.number()) }
            if Self.equal(name, "attempts") { return Self.set(&attempts, scanner.number()) }
            return scanner.skipValue()
        }
        guard let text = scanner.string() else { return false }
        if Self.equal(name, "insert_id") {
            insertID = text
        } else if Self.equal(name, "source") {
            source = text
        } else if Self.equal(name, "by") {
            by = text
        } else if Self.equal(name, "reason") {
            reason = text
        } else if Self.equal(name, "field") {
            field = text
        } else if Self.equal(name, "message") {
            message = text
        } else if Self.equal(name, "raw") {
            raw = text
        } else if Self.equal(name, "raw_base64") {
            rawBase64 = text
        }
        return true
    }

    private static func set<Value>(_ value: inout Value, _ number: Value?) -> Bool {
        guard let number else { return false }
        value = number
        return true
    }

    private static func equal(_ name: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
        name.count == text.utf8CodeUnitCount && memcmp(name.baseAddress!, text.utf8Start, name.count) == 0
    }

    private static func status(_ name: UnsafeRawBufferPointer) -> Verdict.Status? {
        if equal(name, "imported") { return .imported }
        if equal(name, "valid") { return .valid }
        if equal(name, "rejected") { return .rejected }
        if equal(name, "undelivered") { return .undelivered }
        if equal(name, "unknown") { return .unknown }
        if equal(name, "blank") { return .blank }
        return equal(name, "skipped") ? .skipped : nil
    }

    /// The line itself stands in the row.
    package var hasRawLine: Bool { raw != nil || rawBase64 != nil }

    /// The line that the row carries, byte for byte, without a `\n`.
    package func rawLine(in bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        if let raw { return Self.contents(raw, in: bytes) { Array($0) } }
        guard let rawBase64 else { return nil }
        return Data(base64Encoded: Data(bytes[rawBase64])).map { Array($0) }
    }

    /// What a text of the row says, without its escapes.
    package func text(_ range: Range<Int>?, in bytes: UnsafeRawBufferPointer) -> String? {
        range.map { Self.contents($0, in: bytes) { String(decoding: $0, as: UTF8.self) } }
    }

    private static func contents<Result>(
        _ range: Range<Int>,
        in bytes: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let token = UnsafeRawBufferPointer(rebasing: bytes[(range.lowerBound - 1)..<(range.upperBound + 1)])
        return JSONString.withContents(of: token, body)
    }

    func isReason(_ text: StaticString, in bytes: UnsafeRawBufferPointer) -> Bool {
        reason.map { Self.equal(UnsafeRawBufferPointer(rebasing: bytes[$0]), text) } ?? false
    }

    func isBy(_ text: StaticString, in bytes: UnsafeRawBufferPointer) -> Bool {
        by.map { Self.equal(UnsafeRawBufferPointer(rebasing: bytes[$0]), text) } ?? false
    }
}

extension Reason {
    /// Whether reports of this version have such a code.
    package static func isCode(_ text: String) -> Bool { Reason(code: text) != nil }
}
