import MixpanelImport
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Parts of the program alone, in MB of input a second.
enum Parts {
    private static let rounds = 7

    static func scanner(_ bytes: [UInt8]) -> Double {
        rate(bytes.count) {
            bytes.withUnsafeBytes { bytes in
                var start = 0
                while let newline = memchr(bytes.baseAddress! + start, 0x0A, bytes.count - start) {
                    let end = UnsafeRawPointer(newline) - bytes.baseAddress!
                    guard (try? EventScanner.scan(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))) != nil else {
                        fatalError("the benchmark's own lines are good")
                    }
                    start = end + 1
                }
            }
        }
    }

    static func cutter(_ path: String, bytes: Int) -> Double {
        rate(bytes) { forEachBatch(path) { _ in } }
    }

    /// Rows of imported lines, formatted and written.
    static func report(_ path: String, bytes: Int, to report: String) -> Double {
        var batches: [JudgedBatch] = []
        forEachBatch(path) { batch in
            let lines = Preparation().prepare(batch)
            var delivered = JudgedBatch(lines)
            delivered.resolve(0..<lines.events.count, Verdict(.imported))
            batches.append(delivered)
        }
        return rate(bytes) {
            var files = Report.Files(report: FilePath(report))
            files.existing = .replace
            guard let report = try? ReportFile(files), (try? batches.forEach(report.append)) != nil else {
                fatalError("\(report) cannot be written")
            }
        }
    }

    private static func forEachBatch(_ path: String, _ body: (Batch) -> Void) {
        guard let file = try? FileDescriptor.open(path, .readOnly), let wakeUp = try? WakeUp(),
            let input = try? InputDescriptor(file, wakeUp: wakeUp)
        else { fatalError("\(path) cannot be read") }
        var flow = InputFlow(ChunkReader(input), limits: BatchLimits())
        while case .batch(let batch) = flow.next() { body(batch) }
        try? file.close()
    }

    private static func rate(_ bytes: Int, _ body: () -> Void) -> Double {
        let seconds = (0..<rounds).map { _ in ContinuousClock().measure(body) / .seconds(1) }
        return Double(bytes) / 1e6 / Measurement.median(seconds)
    }
}
