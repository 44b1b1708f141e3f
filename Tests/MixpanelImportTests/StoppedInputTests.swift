import Foundation
import MixpanelImport
import SystemPackage
import Testing

/// An input that is stopped, idles, or cannot be read.
@Suite struct StoppedInputTests {
    @Test func `lines that wait for others go out in time, and the pipe is read on`() async throws {
        let pipe = try InputPipe()
        var limits = BatchLimits()
        limits.delay = .milliseconds(150)
        pipe.write("a\nb\nc\n")
        pipe.write("d\ne\n", after: .milliseconds(700))
        pipe.finish()
        let reading = try await InputReading(pipe.readEnd, limits)
        #expect(reading.batches.map(\.count) == [3, 2])
    }

    @Test func `a stop reaches an idle pipe, and what was read is handed out`() async throws {
        let pipe = try InputPipe()
        let wakeUp = try WakeUp()
        pipe.write("a\nb\n")
        pipe.run {
            Thread.sleep(forTimeInterval: 0.2)
            wakeUp.wake()
        }
        let reading = try await InputReading(pipe.readEnd, wakeUp: wakeUp)
        pipe.finish()
        #expect(reading.lines == ["a\n", "b\n"])
        #expect(reading.end == .stopped(lines: 2))
    }

    @Test func `a line that a stop cuts is finished where its rest is at hand, and no more is read`() async throws {
        let pipe = try InputPipe()
        let wakeUp = try WakeUp()
        pipe.write("one\ntw")
        pipe.run {
            Thread.sleep(forTimeInterval: 0.2)
            wakeUp.wake()
        }
        pipe.write("o\nthree\n", after: .milliseconds(50))
        let reading = try await InputReading(pipe.readEnd, wakeUp: wakeUp)
        #expect(reading.lines == ["one\n", "two\n"])
        #expect(reading.end == .stopped(lines: 2))
        #expect(reading.cutLines.isEmpty)
        pipe.finish()
        #expect(try await InputReading(pipe.readEnd).lines == ["three\n"])
    }

    @Test func `a line that a stop cuts for good is not taken for a whole one`() async throws {
        let pipe = try InputPipe()
        let wakeUp = try WakeUp()
        pipe.write("one\ntw")
        pipe.run {
            Thread.sleep(forTimeInterval: 0.2)
            wakeUp.wake()
        }
        let reading = try await InputReading(pipe.readEnd, wakeUp: wakeUp)
        pipe.finish()
        #expect(reading.lines == ["one\n"])
        #expect(reading.end == .stopped(lines: 1))
        #expect(reading.cutLines == ["line 2, 2 bytes"])
    }

    /// The batches that come before a stop and after it.
    private static func stoppedAfterFirstBatch(
        _ descriptor: FileDescriptor,
        _ limits: BatchLimits
    ) throws -> (
        [Int], InputEnd
    ) {
        var format = FormatOptions()
        format.explodedPaths = [[Array("a".utf8)]]
        let wakeUp = try WakeUp()
        var flow = InputFlow(
            ChunkReader(try InputDescriptor(descriptor, wakeUp: wakeUp)),
            limits: limits,
            format: format
        )
        var batches: [Int] = []
        while true {
            switch flow.next() {
            case .batch(let batch):
                batches.append(batch.count)
                if batches.count == 1 { wakeUp.wake() }
            case .end(let end): return (batches, end)
            default: break
            }
        }
    }

    private static func lineOfMany(_ count: Int) -> [UInt8] {
        let elements = [String](repeating: "0", count: count).joined(separator: ",")
        return Array("{\"a\":[\(elements)],\"b\":\"\(String(repeating: "x", count: 150_000))\"}\n".utf8)
    }

    @Test func `a stop does not wait for all that one line of a file becomes`() throws {
        let folder = try TemporaryFolder()
        try Data(Self.lineOfMany(1_000)).write(to: URL(fileURLWithPath: folder.path("input")))
        let descriptor = try FileDescriptor.open(folder.path("input"), .readOnly)
        defer { try? descriptor.close() }
        var limits = BatchLimits.patient
        limits.bytes = 300_000
        let (batches, end) = try Self.stoppedAfterFirstBatch(descriptor, limits)
        #expect(batches.reduce(0, +) < 10, "\(batches)")
        #expect(end == .stopped(lines: batches.reduce(0, +)))
    }

    @Test func `what came from a pipe before a stop is handed out, because it cannot be read again`() throws {
        let pipe = try InputPipe()
        pipe.write([Self.lineOfMany(5)])
        var limits = BatchLimits.patient
        limits.bytes = 300_000
        let (batches, end) = try Self.stoppedAfterFirstBatch(pipe.readEnd, limits)
        pipe.finish()
        #expect(batches.reduce(0, +) == 5, "\(batches)")
        #expect(end == .stopped(lines: 5))
    }

    @Test func `a stop within a long line leaves it unread`() async throws {
        let pipe = try InputPipe()
        let wakeUp = try WakeUp()
        var limits = BatchLimits.patient
        limits.lineBytes = 10
        pipe.write("one\n" + String(repeating: "x", count: 1_000))
        pipe.run {
            Thread.sleep(forTimeInterval: 0.2)
            wakeUp.wake()
        }
        let reading = try await InputReading(pipe.readEnd, limits, wakeUp: wakeUp)
        pipe.finish()
        #expect(reading.lines == ["one\n"])
        #expect(reading.cutLines == ["line 2, 1000 bytes"])
        #expect(reading.longLines.last?.position == .abandoned)
        #expect(reading.end == .stopped(lines: 1))
    }

    @Test func `a stop in a file ends between lines`() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "0123456789\n", count: 100_000)
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("input")))
        let descriptor = try FileDescriptor.open(folder.path("input"), .readOnly)
        defer { try? descriptor.close() }
        let wakeUp = try WakeUp()
        let input = try InputDescriptor(descriptor, wakeUp: wakeUp)
        var flow = InputFlow(ChunkReader(input), limits: .patient)
        var lines = 0
        while true {
            switch flow.next() {
            case .batch(let batch):
                lines += batch.count
                wakeUp.wake()
                #expect(batch.bytes.count == batch.count * 11)
            case .end(let end):
                #expect(end == .stopped(lines: lines))
                #expect(2_000...60_000 ~= lines)
                return
            default: Issue.record("neither a batch nor the end")
            }
        }
    }

    @Test func `a folder and a descriptor without reading are no input`() throws {
        let folder = try FileDescriptor.open("/", .readOnly)
        defer { try? folder.close() }
        let wakeUp = try WakeUp()
        #expect(throws: InputError.unreadable(.isDirectory)) { try InputDescriptor(folder, wakeUp: wakeUp) }
        let (readEnd, writeEnd) = try FileDescriptor.pipe()
        defer { try? writeEnd.close() }
        #expect(throws: InputError.unreadable(.badFileDescriptor)) { try InputDescriptor(writeEnd, wakeUp: wakeUp) }
        try readEnd.close()
        #expect(throws: InputError.unreadable(.badFileDescriptor)) {
            try InputDescriptor(FileDescriptor(rawValue: 1_000_000), wakeUp: wakeUp)
        }
    }
}
