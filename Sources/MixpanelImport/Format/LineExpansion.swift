/// A line that is being taken apart: for each path at which an array was found, where in it the next element begins.
struct LineExpansion: Sendable {
    private struct Level {
        /// Without white space around it, and with spaces for carriage returns between its tokens.
        var line: [UInt8]
        /// From the array's `[` to its `]`.
        var array: Range<Int>
        /// The next element's first byte.
        var element: Int
        /// The paths from this one on are looked for in each line with one element.
        var path: Int
    }

    private let paths: [[[UInt8]]]
    /// The first key of each path between quotes; empty where a path has none.
    private let tokens: [[UInt8]]
    private let skipsPrefix: Bool
    private var levels: [Level] = []

    init(paths: [[[UInt8]]], skipsPrefix: Bool) {
        self.paths = paths
        tokens = paths.map { path in path.first.map { [UInt8(ascii: "\"")] + $0 + [UInt8(ascii: "\"")] } ?? [] }
        self.skipsPrefix = skipsPrefix
    }

    var isEmpty: Bool { levels.isEmpty }

    /// Whether the line has an array at a path, so that its elements come instead of it.
    mutating func begin(_ line: UnsafeRawBufferPointer, lineBytes: Int) -> Bool {
        guard mayHaveArray(line) else { return false }
        var text = line.dropFirst(ByteOrderMark.length(in: line))
        if text.last == UInt8(ascii: "\n") { text = text.dropLast() }
        if text.last == UInt8(ascii: "\r") { text = text.dropLast() }
        guard text.count <= lineBytes else { return false }
        if skipsPrefix {
            guard let start = ObjectStart.offset(in: UnsafeRawBufferPointer(rebasing: text)) else { return false }
            text = text.dropFirst(start)
        }
        guard let value = JSONMember.wholeValue(in: UnsafeRawBufferPointer(rebasing: text)) else { return false }
        guard var level = level(of: value, from: 0) else { return false }
        // Without a carriage return between tokens; within them there is none.
        for index in level.line.indices where level.line[index] == UInt8(ascii: "\r") {
            level.line[index] = UInt8(ascii: " ")
        }
        levels.append(level)
        return true
    }

    /// Adds the next line with one element; false where there is none.
    mutating func addLine(to output: inout [UInt8]) -> Bool {
        while let level = levels.last {
            guard let element = JSONMember.element(at: level.element, in: level.line) else {
                levels.removeLast()
                continue
            }
            levels[levels.count - 1].element = element.next
            if level.path < paths.count {
                let line = Self.line(of: level, element: element.range)
                if let inner = line.withUnsafeBytes({ self.level(of: $0, from: level.path) }) {
                    levels.append(inner)
                    continue
                }
                output += line
            } else {
                Self.add(level, element: element.range, to: &output)
            }
            output.append(UInt8(ascii: "\n"))
            return true
        }
        return false
    }

    /// A look for the keys' own bytes, many times faster than reading the line. With a backslash a key may have others.
    private func mayHaveArray(_ line: UnsafeRawBufferPointer) -> Bool {
        ByteSearch.contains(line, UInt8(ascii: "\\")) || tokens.contains { ByteSearch.contains(line, $0) }
    }

    private func level(of line: UnsafeRawBufferPointer, from first: Int) -> Level? {
        for path in first..<paths.count {
            guard let array = JSONMember.array(at: paths[path], in: line) else { continue }
            return Level(line: Array(line), array: array, element: array.lowerBound + 1, path: path + 1)
        }
        return nil
    }

    private static func line(of level: Level, element: Range<Int>) -> [UInt8] {
        var line: [UInt8] = []
        add(level, element: element, to: &line)
        return line
    }

    private static func add(_ level: Level, element: Range<Int>, to output: inout [UInt8]) {
        output += level.line[..<level.array.lowerBound]
        output += level.line[element]
        output += level.line[level.array.upperBound...]
    }
}
