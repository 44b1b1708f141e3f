/// How a line of an array's elements stands in a file of raw lines: so that the same options make that line of it again.
///
/// The element that stands in the array's place may be an array itself, and would be taken apart: such an element stands
/// in an array of its own there.
package struct ExplodedLineForm: Sendable {
    private let paths: [[[UInt8]]]

    /// Nil where no line is taken apart. `paths`: as for `ExplodeFilter`.
    package init?(paths: [[[UInt8]]]) {
        if paths.isEmpty { return nil }
        self.paths = paths
    }

    /// The line, with its `\n` if it has one; nil where it stays as it is.
    package func bytes(of line: UnsafeRawBufferPointer) -> [UInt8]? {
        var changed: [UInt8]?
        for path in paths {
            var text = changed ?? Array(line)
            guard let array = text.withUnsafeBytes({ Self.array(at: path, in: $0) }) else { continue }
            text.insert(UInt8(ascii: "]"), at: array.upperBound)
            text.insert(UInt8(ascii: "["), at: array.lowerBound)
            changed = text
        }
        return changed
    }

    private static func array(at path: [[UInt8]], in line: UnsafeRawBufferPointer) -> Range<Int>? {
        guard let base = line.baseAddress, let value = JSONMember.wholeValue(in: line),
            let array = JSONMember.array(at: path, in: value), let start = value.baseAddress
        else { return nil }
        return (array.lowerBound + (start - base))..<(array.upperBound + (start - base))
    }
}
