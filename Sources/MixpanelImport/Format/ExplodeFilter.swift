#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Makes as many lines of a line with an array at a path as the array has elements, each with that one element in the
/// array's place. What has no array there, or is no JSON, or is too long for a line stays as it is.
///
/// Memory: the unfinished line, and for each path one line that is being taken apart.
package struct ExplodeFilter: Sendable {
    /// A call ends at the first line end after it has added this much: each element is repeated with the rest of its
    /// line.
    private static let outputBytes = 1 << 18

    private let lineBytes: Int
    private var expansion: LineExpansion
    /// The beginning of a line that continues in the next chunk.
    private var unfinished: [UInt8] = []
    /// The line has passed through as far as it was read: it is too long.
    private var isLong = false
    private var linesRead = 0
    private var linesWritten = 0
    /// Faults of lines that are still to come, by their numbers before, the next one first.
    private var expected: ArraySlice<FormatFault> = []
    private var faults: [FormatFault] = []

    /// `paths`: the keys of one path after the other, unescaped. They work in this order.
    package init(paths: [[[UInt8]]], skipsPrefix: Bool, lineBytes: Int) {
        self.lineBytes = lineBytes
        expansion = LineExpansion(paths: paths, skipsPrefix: skipsPrefix)
    }

    /// The last call stopped among the elements of a line: the next one continues there before it takes any bytes.
    package var hasMore: Bool { !expansion.isEmpty }

    /// Lines that stay as they are, whatever they look like. To be called before their ends are taken.
    package mutating func expect(_ faults: [FormatFault]) {
        expected += faults
    }

    /// The faults of lines that have been written, by their numbers after this stage.
    package mutating func takeFaults() -> [FormatFault] {
        defer { faults = [] }
        return faults
    }

    /// Adds the lines of the first bytes of the chunk to `output`, and returns how many bytes they are.
    package mutating func take(_ chunk: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Int {
        let limit = output.count + Self.outputBytes
        expand(into: &output, until: limit)
        var offset = 0
        while offset < chunk.count, output.count < limit, !hasMore {
            offset += takeLine(UnsafeRawBufferPointer(rebasing: chunk[offset...]), into: &output)
            expand(into: &output, until: limit)
        }
        return offset
    }

    /// The last line needs no line feed. false: call again, there is more to come.
    package mutating func finish(into output: inout [UInt8]) -> Bool {
        let limit = output.count + Self.outputBytes
        if !unfinished.isEmpty {
            let line = unfinished
            unfinished = []
            line.withUnsafeBytes { endLine($0, into: &output) }
        } else if isLong {
            endLongLine()
        }
        expand(into: &output, until: limit)
        return !hasMore
    }

    /// A line, or what there is of it. Returns its bytes.
    private mutating func takeLine(_ rest: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Int {
        guard let base = rest.baseAddress else { return 0 }
        let lineFeed = memchr(base, 0x0A, rest.count)
        let count = lineFeed.map { UnsafeRawPointer($0) - base + 1 } ?? rest.count
        let part = UnsafeRawBufferPointer(rebasing: rest[..<count])
        // A carriage return before the line feed is no part of the line.
        if isLong || unfinished.count + count > lineBytes + 2 {
            output += unfinished
            output.append(contentsOf: part)
            unfinished = []
            isLong = true
            if lineFeed != nil { endLongLine() }
        } else if lineFeed == nil {
            unfinished.append(contentsOf: part)
        } else if unfinished.isEmpty {
            endLine(part, into: &output)
        } else {
            unfinished.append(contentsOf: part)
            let line = unfinished
            unfinished.removeAll(keepingCapacity: true)
            line.withUnsafeBytes { endLine($0, into: &output) }
        }
        return count
    }

    private mutating func endLine(_ line: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        linesRead += 1
        if !takeExpectedFault(), expansion.begin(line, lineBytes: lineBytes) { return }
        output.append(contentsOf: line)
        linesWritten += 1
    }

    private mutating func endLongLine() {
        linesRead += 1
        _ = takeExpectedFault()
        linesWritten += 1
        isLong = false
    }

    private mutating func expand(into output: inout [UInt8], until limit: Int) {
        while output.count < limit, expansion.addLine(to: &output) { linesWritten += 1 }
    }

    /// Whether the line that has been read is one of those that stay as they are.
    private mutating func takeExpectedFault() -> Bool {
        var isExpected = false
        while let fault = expected.first, fault.line <= linesRead {
            expected.removeFirst()
            if fault.line == linesRead {
                faults.append(FormatFault(line: linesWritten + 1, kind: fault.kind))
                isExpected = true
            }
        }
        return isExpected
    }
}
