import Glibc

/// The input as the contract cuts it: `\n` ends a line and nothing else does, and a mark at the start of
/// a line is no part of it.
struct InputLines: Sendable {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let whitespace: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

    /// Without their `\n`.
    let raw: [ArraySlice<UInt8>]

    init(_ bytes: [UInt8]) {
        var start = 0
        var lines: [ArraySlice<UInt8>] = []
        bytes.withUnsafeBytes { buffer in
            while start < bytes.count {
                if bytes[start...].starts(with: Self.mark) { start += Self.mark.count }
                guard start < bytes.count else { break }
                let newline = memchr(buffer.baseAddress! + start, 0x0A, bytes.count - start)
                let end = newline.map { UnsafeRawPointer($0) - buffer.baseAddress! } ?? bytes.count
                lines.append(bytes[start..<end])
                start = end + 1
            }
        }
        raw = lines
    }

    /// The line of a number, from 1, without the whitespace around it.
    func event(_ number: Int) -> [UInt8] {
        // A report with more rows than there are lines is a violation, said elsewhere.
        guard raw.indices.contains(number - 1) else { return [] }
        let line = raw[number - 1].drop { Self.whitespace.contains($0) }
        let end = line.lastIndex { !Self.whitespace.contains($0) }
        return end.map { Array(line[...$0]) } ?? []
    }

    /// As they stand in the files for rejected and pending lines.
    func text(of numbers: some Sequence<Int>) -> [UInt8] {
        var text: [UInt8] = []
        for number in numbers {
            text.append(contentsOf: raw[number - 1])
            text.append(0x0A)
        }
        return text
    }
}
