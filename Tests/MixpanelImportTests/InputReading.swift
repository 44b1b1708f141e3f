import Foundation
import MixpanelImport
import SystemPackage

/// All that the input's flow hands out.
struct InputReading: Sendable {
    var batches: [Batch] = []
    var longLines: [LongLinePart] = []
    /// In the order in which things came: the number of each batch's first line, or of a long line.
    var order: [Int] = []
    var end = InputEnd.stopped(lines: -1)
    var hasByteOrderMark = false
    var cutLines: [String] = []

    /// Blocks, so it runs on a thread of its own.
    init(_ descriptor: FileDescriptor, _ limits: BatchLimits = .patient, wakeUp: WakeUp? = nil) async throws {
        self = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try InputReading(reading: descriptor, limits, wakeUp) })
            }
        }
    }

    private init(reading descriptor: FileDescriptor, _ limits: BatchLimits, _ wakeUp: WakeUp?) throws {
        let input = try InputDescriptor(descriptor, wakeUp: wakeUp ?? WakeUp())
        var flow = InputFlow(ChunkReader(input), limits: limits)
        while true {
            switch flow.next() {
            case .batch(let batch):
                batches.append(batch)
                order.append(batch.numbers.number(ofLine: 0))
            case .longLine(let part):
                longLines.append(part)
                if part.position == .first { order.append(part.number) }
            case .reportEnds: break
            case .cutLine(let number, let bytes): cutLines.append("line \(number), \(bytes) bytes")
            case .hasByteOrderMark: hasByteOrderMark = true
            case .resumed, .isRead: break
            case .end(let end):
                self.end = end
                return
            }
        }
    }

    /// The bytes written to a pipe in these pieces.
    init(piped pieces: [[UInt8]], _ limits: BatchLimits = .patient) async throws {
        let pipe = try InputPipe()
        pipe.write(pieces)
        pipe.finish()
        self = try await InputReading(pipe.readEnd, limits)
    }

    /// The bytes in a file.
    init(file bytes: [UInt8], _ limits: BatchLimits = .patient) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("input")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let descriptor = try FileDescriptor.open(path, .readOnly)
        defer { try? descriptor.close() }
        self = try await InputReading(descriptor, limits)
    }

    var lines: [String] {
        batches.flatMap { batch in
            (0..<batch.count).map { String(decoding: batch.bytes[batch.range(ofLine: $0)], as: UTF8.self) }
        }
    }

    /// The numbers that the batches give to their lines.
    var numbers: [Int] {
        batches.flatMap { batch in (0..<batch.count).map { batch.numbers.number(ofLine: $0) } }
    }
}

extension BatchLimits {
    /// Batches that never go out early.
    static var patient: BatchLimits {
        var limits = BatchLimits()
        limits.delay = .seconds(600)
        return limits
    }
}

/// A pipe whose writing goes on beside the reading.
final class InputPipe {
    let readEnd: FileDescriptor
    private let writeEnd: FileDescriptor
    private let queue = DispatchQueue(label: "input-pipe")

    init() throws {
        (readEnd, writeEnd) = try FileDescriptor.pipe()
    }

    deinit {
        queue.sync {}
        try? readEnd.close()
    }

    func write(_ pieces: [[UInt8]], after delay: Duration = .zero) {
        let writeEnd = writeEnd
        queue.async {
            Thread.sleep(forTimeInterval: delay / .seconds(1))
            for piece in pieces { _ = try? writeEnd.writeAll(piece) }
        }
    }

    func write(_ text: String, after delay: Duration = .zero) {
        write([Array(text.utf8)], after: delay)
    }

    func run(_ body: @escaping @Sendable () -> Void) {
        queue.async(execute: body)
    }

    /// Closes the writer's end once all is written.
    func finish() {
        let writeEnd = writeEnd
        queue.async { try? writeEnd.close() }
    }
}

/// A folder that goes with its owner.
final class TemporaryFolder: Sendable {
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent("mixport-" + UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func file(_ name: String) -> FilePath { FilePath(path(name)) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// What the real `gzip -c` makes of the bytes.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let source = folder.path("plain")
    try Data(bytes).write(to: URL(fileURLWithPath: source))
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-nc", source]
    process.standardOutput = output
    try process.run()
    let compressed = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Array(compressed)
}
