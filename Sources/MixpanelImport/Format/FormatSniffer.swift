/// Tells by the first bytes of the input, after inflating, whether it is text at all.
package struct FormatSniffer: Sendable {
    package enum Answer: Equatable {
        /// Call again with these bytes and the next ones.
        case undecided
        case text
        case foreign(ForeignInput)
    }

    /// After so many bytes undecided input counts as text. All formats but a table are recognised within 512 bytes.
    package static let window = 1 << 16
    /// A tar header has its mark here: https://www.gnu.org/software/tar/manual/html_node/Standard.html
    private static let tarMark = (offset: 257, text: Array("ustar".utf8))
    /// A file's name in a tar header ends within these bytes.
    private static let tarNameBytes = 101

    /// Whether a table is foreign.
    private let refusesTables: Bool

    package init(refusesTables: Bool) {
        self.refusesTables = refusesTables
    }

    /// `start`: the input up to now. The first line of a text is known as text by its end at the latest, unless it
    /// could be the names of a table.
    package func answer(_ start: UnsafeRawBufferPointer, isEnd: Bool) -> Answer {
        let start = UnsafeRawBufferPointer(rebasing: start.prefix(Self.window))
        let isAll = isEnd || start.count == Self.window
        for check in [magic, encoding, markup] {
            switch check(start, isAll) {
            case .text: continue
            case let answer: return answer
            }
        }
        return refusesTables ? TableSniffer(text: start, isAll: isAll).answer : .text
    }

    private static let magics: [(bytes: [UInt8], kind: ForeignInput)] = [
        ([0x50, 0x4B, 0x03, 0x04], .zip), ([0x50, 0x4B, 0x05, 0x06], .zip), ([0x50, 0x4B, 0x07, 0x08], .zip),
        ([0x28, 0xB5, 0x2F, 0xFD], .zstd),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz),
        (Array("BZh".utf8), .bzip2),
        ([0x04, 0x22, 0x4D, 0x18], .lz4), ([0x02, 0x21, 0x4C, 0x18], .lz4),
        (Array("PAR1".utf8), .parquet), (Array("PARE".utf8), .parquet),
        (Array("Obj\u{1}".utf8), .avro),
        (Array("ORC".utf8), .orc),
    ]

    private func magic(_ start: UnsafeRawBufferPointer, _ isAll: Bool) -> Answer {
        for (bytes, kind) in Self.magics {
            let common = zip(start, bytes).prefix { $0 == $1 }.count
            if common == bytes.count {
                // These two begin like a word.
                guard kind == .bzip2 || kind == .orc else { return .foreign(kind) }
                let isBinary = kind == .bzip2 ? Self.isBzip2(start) : Self.isORC(start)
                if isBinary { return .foreign(kind) }
                if start.count < 16, !isAll { return .undecided }
            } else if common == start.count, !isAll {
                return .undecided
            }
        }
        return .text
    }

    /// A level, then the digits of pi, or of its square root for an empty file.
    private static func isBzip2(_ start: UnsafeRawBufferPointer) -> Bool {
        let rest = start.dropFirst(4)
        return rest.starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
            || rest.starts(with: [0x17, 0x72, 0x45, 0x38, 0x50, 0x90])
    }

    private static func isORC(_ start: UnsafeRawBufferPointer) -> Bool {
        start.prefix(16).contains { $0 < 0x09 || 0x0E..<0x20 ~= $0 }
    }

    /// A zero byte near the start means text in wider units, or the name of the first file of a tar archive.
    private func encoding(_ start: UnsafeRawBufferPointer, _ isAll: Bool) -> Answer {
        if start.starts(with: [0xFF, 0xFE]) {
            if start.count < 4, !isAll { return .undecided }
            return .foreign(.encoding(start.dropFirst(2).starts(with: [0, 0]) ? "UTF-32" : "UTF-16"))
        }
        if start.starts(with: [0xFE, 0xFF]) { return .foreign(.encoding("UTF-16")) }
        if start.starts(with: [0, 0, 0xFE, 0xFF]) { return .foreign(.encoding("UTF-32")) }
        if start.count < 2, !isAll, start.first != UInt8(ascii: "\n") { return .undecided }
        guard start.prefix(Self.tarNameBytes).contains(0) else {
            return tarNameMayGoOn(start) && !isAll ? .undecided : .text
        }
        let markEnd = Self.tarMark.offset + Self.tarMark.text.count
        if start.count < markEnd, !isAll { return .undecided }
        if start.dropFirst(Self.tarMark.offset).starts(with: Self.tarMark.text) { return .foreign(.tar) }
        return wideUnits(start)
    }

    /// A name that has no zero byte so far, in bytes that are no JSON.
    private func tarNameMayGoOn(_ start: UnsafeRawBufferPointer) -> Bool {
        guard start.count < Self.tarNameBytes, let first = start.first else { return false }
        let beginsJSON = [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), 0x1E, 0xEF].contains(first)
        return !beginsJSON && !start.contains { $0 < 0x20 }
    }

    /// Text without a mark: its first character is ASCII.
    private func wideUnits(_ start: UnsafeRawBufferPointer) -> Answer {
        switch start.prefix(4).map({ $0 == 0 }) {
        case [false, true, true, true]: .foreign(.encoding("UTF-32LE"))
        case [true, true, true, false]: .foreign(.encoding("UTF-32BE"))
        case let zeros where zeros.starts(with: [false, true]): .foreign(.encoding("UTF-16LE"))
        case let zeros where zeros.starts(with: [true, false]): .foreign(.encoding("UTF-16BE"))
        default: .text
        }
    }

    /// `<` and a letter, `!` or `?`; the priority of a syslog line is a number.
    private func markup(_ start: UnsafeRawBufferPointer, _ isAll: Bool) -> Answer {
        let text = start.dropFirst(ByteOrderMark.length(in: start)).drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard let first = text.first else { return isAll ? .text : .undecided }
        guard first == UInt8(ascii: "<") else { return .text }
        guard let second = text.dropFirst().first else { return isAll ? .text : .undecided }
        let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= second | 0x20
        return isLetter || second == UInt8(ascii: "!") || second == UInt8(ascii: "?") ? .foreign(.markup) : .text
    }
}
