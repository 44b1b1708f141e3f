import Testing

@testable import MixpanelImport

/// Calls `body` with the bytes, the scan and the number of each line.
func observe(
    _ lines: [String],
    from first: Int = 1,
    _ body: (UnsafeRawBufferPointer, EventScan, Int) throws -> Void
) throws {
    for (index, line) in lines.enumerated() {
        try Array(line.utf8).withUnsafeBytes { bytes in
            let scan = try #require(try EventScanner.scan(bytes))
            try body(bytes, scan, first + index)
        }
    }
}
