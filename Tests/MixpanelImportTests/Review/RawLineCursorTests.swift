import Foundation
import Testing

@testable import MixpanelImport

@Suite struct RawLineCursorTests {
    /// Around the size of the buffer, which is 2^17.
    private static let lengths = [0, 1, (1 << 17) - 2, 0, (1 << 17) - 1, 1 << 17, 5, (1 << 17) + 1, 300_000, 0, 2]

    private static func cursor(_ lines: [[UInt8]], isWhole: Bool) throws -> (TemporaryFolder, RawLineCursor) {
        let folder = try TemporaryFolder()
        var bytes = Array(lines.joined(separator: [0x0A]))
        if isWhole { bytes.append(0x0A) }
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path("raw")))
        return (folder, try #require(try RawLineCursor(folder.file("raw"))))
    }

    @Test(arguments: [true, false], [1, 2, 3]) func `lines are found by their numbers, however long they are`(
        isWhole: Bool,
        step: Int
    ) throws {
        let lines = Self.lengths.enumerated().map { [UInt8](repeating: UInt8(0x61 + $0.offset), count: $0.element) }
        let (_, cursor) = try Self.cursor(lines, isWhole: isWhole)
        for index in stride(from: 0, to: lines.count, by: step) {
            var found: [UInt8] = []
            #expect(try cursor.read(index) { found += $0 })
            let end: [UInt8] = isWhole || index < lines.count - 1 ? [0x0A] : []
            #expect(found == lines[index] + end, "line \(index)")
        }
        #expect(try cursor.read(lines.count) { _ in } == false)
        #expect(try cursor.read(lines.count + 5) { _ in } == false)
    }

    @Test func `a file that is not there has no lines`() throws {
        let folder = try TemporaryFolder()
        #expect(try RawLineCursor(folder.file("missing")) == nil)
        let directory = try #require(try RawLineCursor(folder.file(".")))
        #expect(throws: ReviewError.self) { try directory.read(0) { _ in } }
    }
}
