import Glibc
import MixpanelImport
import SystemPackage

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
        rate(bytes) {
            guard let file = try? FileDescriptor.open(path, .readOnly), let wakeUp = try? WakeUp(),
                let input = try? InputDescriptor(file, wakeUp: wakeUp)
            else { fatalError("\(path) cannot be read") }
            var reader = BatchReader(ChunkReader(input), limits: BatchLimits(), checkpoint: Checkpoint())
            while case .batch = reader.next() {}
            try? file.close()
        }
    }

    private static func rate(_ bytes: Int, _ body: () -> Void) -> Double {
        let seconds = (0..<rounds).map { _ in ContinuousClock().measure(body) / .seconds(1) }
        return Double(bytes) / 1e6 / Measurement.median(seconds)
    }
}
