import Glibc
import MixpanelImport
import MixpanelSandbox

/// An event that the service stored, without the `$insert_id` that was spliced into it.
struct StoredEvent {
    private static let key = Array(#"{"$insert_id":""#.utf8)
    private static let idBytes = 36

    var line: [UInt8]
    var derivedID: String?

    /// Which lines had no id of their own is told from the id alone, which is made of the line.
    init(_ event: [UInt8], isDerived: ([UInt8], String) -> Bool) {
        line = event
        for end in Self.ends(ofKeyIn: event) {
            guard let (rest, id) = Self.withoutID(event, behind: end), isDerived(rest, id) else { continue }
            line = rest
            derivedID = id
            return
        }
    }

    private static func ends(ofKeyIn event: [UInt8]) -> [Int] {
        event.withUnsafeBytes { bytes in
            var ends: [Int] = []
            var start = 0
            while let brace = memchr(bytes.baseAddress! + start, Int32(key[0]), bytes.count - start) {
                let place = UnsafeRawPointer(brace) - bytes.baseAddress!
                let end = place + key.count
                if end <= bytes.count, memcmp(brace, key, key.count) == 0 { ends.append(end) }
                start = place + 1
            }
            return ends
        }
    }

    private static func withoutID(_ event: [UInt8], behind start: Int) -> ([UInt8], String)? {
        var end = start + idBytes
        guard end + 1 < event.count, event[end] == UInt8(ascii: "\"") else { return nil }
        let id = String(decoding: event[start..<end], as: UTF8.self)
        guard id.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else { return nil }
        end += event[end + 1] == UInt8(ascii: ",") ? 2 : 1
        return (Array(event[..<(start - key.count + 1)] + event[end...]), id)
    }

    /// As the contract makes it.
    static func derivedID(of line: [UInt8], number: Int? = nil) -> String {
        var id: [UInt8] = []
        line.withUnsafeBytes { InsertID.derive(from: $0, line: number, into: &id) }
        return String(decoding: id, as: UTF8.self)
    }
}

extension Case {
    private var policy: String? {
        arguments.firstIndex(of: "--insert-id").map { arguments[$0 + 1] }
    }

    var derivesByLine: Bool { policy == "line" }

    func storedEvent(_ event: [UInt8]) -> StoredEvent {
        StoredEvent(event) { line, id in derivesByLine || StoredEvent.derivedID(of: line) == id }
    }
}

extension Invariants {
    /// `imported` is what the service stored; what it stored is not called anything that says otherwise.
    mutating func checkTruth() {
        guard !stimulus.arguments.contains("--dry-run"), !stimulus.arguments.contains("--sandbox") else { return }
        let ids = Dictionary(outcome.served.ledger.ids.map { ($0.id, $0.count) }) { $0 + $1 }
        for row in outcome.rows where row.status == .imported {
            let isThere = row.insertID.map { ids[$0] != nil } ?? false
            demand(isThere, "imported, but the service has no such id: \(row.text)")
        }
        guard stimulus.service.keepEvents else { return }
        var rows: [[UInt8]: [Row]] = [:]
        for row in outcome.rows where row.by != "mixport" { rows[lines.event(row.line), default: []].append(row) }
        var copies: [[UInt8]: Int] = [:]
        for bytes in outcome.served.events {
            let event = stimulus.storedEvent(bytes)
            copies[event.line, default: 0] += 1
            guard let rows = rows[event.line] else {
                demand(false, "stored, but not as it was read: \(String(decoding: bytes.prefix(400), as: UTF8.self))")
                continue
            }
            if let id = event.derivedID {
                let isNamed = rows.contains { $0.insertID == id }
                demand(isNamed, "no row has the derived id \(id) of line \(rows[0].line): \(rows[0].text)")
            }
        }
        for (line, rows) in rows {
            let imported = rows.count { $0.status == .imported }
            demand(imported <= copies[line] ?? 0, "imported, but not stored: \(rows[0].text)")
            let isOpen = rows.contains { $0.status == .imported || $0.status == .unknown }
            demand(copies[line] == nil || isOpen, "stored all the same: \(rows[0].text)")
        }
    }
}
