import MixpanelImport

/// What the scanner, or the slow reference, makes of a line: one comparable text that reads well in a failure.
struct ScannedLine: Equatable, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }

    init(scanning bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { ScannedLine(scanning: $0) }
    }

    init(scanning line: String) {
        self.init(scanning: Array(line.utf8))
    }

    init(scanning bytes: UnsafeRawBufferPointer) {
        do throws(EventFault) {
            guard let scan = try EventScanner.scan(bytes) else {
                self.init("blank")
                return
            }
            self.init(
                ScannedLine.event(
                    scan.start..<scan.end,
                    parts: [scan.event, scan.properties, scan.time, scan.distinctID, scan.insertID],
                    propertyCount: scan.propertyCount
                )
            )
        } catch {
            self = ScannedLine.fault(error.reason, column: error.column)
        }
    }

    static func fault(_ reason: Reason, column: Int?) -> ScannedLine {
        ScannedLine("\(reason.code) at \(column.map(String.init) ?? "-")")
    }

    /// The parts in the order event, properties, time, distinct_id, $insert_id.
    static func event(_ range: Range<Int>, parts: [EventScan.Value?], propertyCount: Int) -> String {
        let parts = parts.map { part in part.map { "\($0.kind) \($0.start)..<\($0.end)" } ?? "-" }
        return "\(range): \(parts.joined(separator: ", ")); \(propertyCount) properties"
    }
}

/// The fault of a line that has one.
func scanFault(_ bytes: [UInt8]) -> EventFault? {
    bytes.withUnsafeBytes { bytes in
        do throws(EventFault) {
            _ = try EventScanner.scan(bytes)
            return nil
        } catch {
            return error
        }
    }
}

func scanFault(_ line: String) -> EventFault? {
    scanFault(Array(line.utf8))
}

/// Printable ASCII as it is, all else as \xNN.
func visible(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return 0x20..<0x7F ~= byte ? String(Unicode.Scalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + digits
    }.joined()
}
