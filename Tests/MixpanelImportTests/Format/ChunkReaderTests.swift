import Foundation
import MixpanelImport
import SystemPackage
import Testing

@Suite struct ChunkReaderTests {
    private let text = Array((0..<2_000).map { "{\"line\":\($0)}\n" }.joined().utf8)

    @Test func `members, padding and text come as one text, however slowly`() throws {
        let stream = try gzip(text) + gzip(text) + [0, 0, 0] + Array("{\"plain\":1}\n".utf8)
        let expected = text + text + Array("{\"plain\":1}\n".utf8)
        for step in [1, 2, 1_000, stream.count] {
            let reading = try read(stream, step: step)
            #expect(reading.bytes == expected, "pieces of \(step)")
            #expect(reading.error == nil && reading.isGzip, "pieces of \(step)")
        }
    }

    @Test(arguments: ["", "\u{1F}", "\u{1F}x", "{", "{\"a\":1}\n", "\u{FEFF}{}"])
    func `text comes as it is`(text: String) throws {
        for step in 1...2 {
            let reading = try read(Array(text.utf8), step: step)
            #expect(reading.bytes == Array(text.utf8))
            #expect(reading.error == nil && !reading.isGzip)
        }
    }

    @Test func `a stream that is cut or damaged is an error after what came before it`() throws {
        let compressed = try gzip(text)
        let cut = try read(Array(compressed.dropLast(9)), step: 500)
        #expect(cut.error == .truncatedGzip(inflatedBytes: cut.bytes.count))
        #expect(text.starts(with: cut.bytes))
        var damaged = compressed
        damaged[compressed.count - 8] ^= 1
        let reading = try read(damaged, step: 500)
        let message = "the text is not the one that was compressed (its checksum or length is another)"
        #expect(reading.bytes == text)
        #expect(reading.error == .corruptGzip(message, inflatedBytes: text.count))
    }

    private func read(_ bytes: [UInt8], step: Int) throws -> (bytes: [UInt8], error: InputError?, isGzip: Bool) {
        let pipe = try FileDescriptor.pipe()
        let writer = Thread {
            for start in stride(from: 0, to: bytes.count, by: step) {
                _ = try? pipe.writeEnd.writeAll(bytes[start..<min(start + step, bytes.count)])
            }
            try? pipe.writeEnd.close()
        }
        writer.start()
        defer { try? pipe.readEnd.close() }
        var reader = ChunkReader(try InputDescriptor(pipe.readEnd, wakeUp: WakeUp()))
        var read: [UInt8] = []
        do throws(InputError) {
            while try reader.read(until: nil) == .chunk { read += reader.bytes }
            return (read, nil, reader.isGzip)
        } catch {
            return (read, error, reader.isGzip)
        }
    }
}
