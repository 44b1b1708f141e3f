/// The names of a table's columns, as the beginnings of JSON members.
struct CSVHeader: Sendable {
    /// For each column `,"name":`, nothing for a column without a name.
    private(set) var members: [UInt8] = []
    /// Where the column's member ends in `members`.
    private(set) var ends: [Int] = []

    var count: Int { ends.count }

    /// nil where the names, with the `_` that tell equal ones apart, take more than `limit` bytes.
    init?(_ record: CSVRecord, limit: Int) {
        var taken: Set<[UInt8]> = []
        // How many `_` a name got last, so that a thousand columns of one name are not tried a million times.
        var suffixes: [[UInt8]: Int] = [:]
        for index in 0..<record.count {
            let name = Array(record.field(index))
            if !name.isEmpty {
                var unique = name
                if taken.contains(name) {
                    var suffix = suffixes[name, default: 0]
                    repeat {
                        suffix += 1
                        guard members.count + name.count + suffix <= limit else { return nil }
                        unique = name + [UInt8](repeating: UInt8(ascii: "_"), count: suffix)
                    } while taken.contains(unique)
                    suffixes[name] = suffix
                }
                taken.insert(unique)
                appendMember(unique)
            }
            ends.append(members.count)
            if members.count > limit { return nil }
        }
    }

    private mutating func appendMember(_ name: [UInt8]) {
        members += Array(",\"".utf8)
        members += [UInt8](unsafeUninitializedCapacity: JSONText.longestEscape * name.count) { buffer, count in
            guard let start = buffer.baseAddress.map({ UnsafeMutableRawPointer($0) }) else { return }
            count = name.withUnsafeBytes { JSONText.write($0, to: start) - start }
        }
        members += Array("\":".utf8)
    }

    @inline(__always)
    func range(ofMember index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }
}
