@testable import MixpanelImport

/// What becomes of a line with arrays at paths, by a tree of it in memory.
enum SlowExplosion {
    static func lines(of line: [UInt8], _ paths: ArraySlice<[[UInt8]]>) -> [[UInt8]] {
        guard let path = paths.first else { return [line] }
        guard let root = root(of: line), let array = node(at: path, in: root), array.kind == .array else {
            return lines(of: line, paths.dropFirst())
        }
        let end = line[root.range.upperBound...].isEmpty ? line.count : root.range.upperBound
        return array.members.flatMap { element in
            let head = line[root.range.lowerBound..<array.range.lowerBound]
            let one = head + line[element.value.range] + line[array.range.upperBound..<end]
            return lines(of: one.map { $0 == 0x0D ? 0x20 : $0 }, paths.dropFirst())
        }
    }

    private static func root(of line: [UInt8]) -> SlowJSONReader.Node? {
        let start = line.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var reader = SlowJSONReader(bytes: line, position: start)
        reader.skipWhitespace()
        do throws(SlowJSONReader.Fault) {
            let node = try reader.value(depth: 1)
            reader.skipWhitespace()
            return reader.position == line.count ? node : nil
        } catch {
            return nil
        }
    }

    private static func node(at path: [[UInt8]], in root: SlowJSONReader.Node) -> SlowJSONReader.Node? {
        path.reduce(root) { node, key in
            node?.kind == .object ? node?.members.last { $0.key == key.map(Int.init) }?.value : nil
        }
    }
}
