/// A file of the tz database (TZif, RFC 8536).
struct TimeZoneFile {
    /// Seconds east of UTC before the first change.
    private(set) var firstOffset = 0
    private(set) var changes: [OffsetChange] = []
    /// What happens each year after the last change, if anything does.
    private(set) var yearly: YearlyChanges?

    private static let headerBytes = 44

    /// Nil for what is no such file. One that counts leap seconds is not read: its times are not those of POSIX.
    init?(_ file: [UInt8]) {
        guard var block = Block(file, at: 0, width: 4) else { return nil }
        if file[4] >= UInt8(ascii: "2") {
            // The first block is for readers of 32 bits.
            guard let second = Block(file, at: block.end, width: 8) else { return nil }
            block = second
            guard readFooter(file[block.end...]) else { return nil }
        }
        guard block.leapSeconds == 0, let first = block.offset(ofType: 0, file) else { return nil }
        firstOffset = first
        for index in 0..<block.changes {
            guard let offset = block.offset(ofType: block.type(ofChange: index, file), file) else { return nil }
            changes.append(OffsetChange(time: block.time(ofChange: index, file), offset: offset))
        }
    }

    /// A line break before and after the rule; an empty rule says nothing.
    private mutating func readFooter(_ footer: ArraySlice<UInt8>) -> Bool {
        guard footer.first == UInt8(ascii: "\n"), let end = footer.dropFirst().firstIndex(of: UInt8(ascii: "\n")) else {
            return false
        }
        let rule = footer[(footer.startIndex + 1)..<end]
        if rule.isEmpty { return true }
        guard let zone = PosixTimeZone(rule) else { return false }
        yearly = zone.yearly
        return true
    }

    /// One block of data with its header (section 3.1 and 3.2).
    private struct Block {
        let changes: Int
        let types: Int
        let leapSeconds: Int
        let end: Int
        private let timesStart: Int
        private let width: Int
        private var typesStart: Int { timesStart + changes * width }
        private var offsetsStart: Int { typesStart + changes }

        init?(_ file: [UInt8], at start: Int, width: Int) {
            guard file.count >= start + headerBytes, file[start..<(start + 4)].elementsEqual("TZif".utf8) else {
                return nil
            }
            func count(_ index: Int) -> Int { Int(integer(file, at: start + 20 + index * 4, width: 4)) }
            let (universal, standard, leaps, changes, types, letters) =
                (count(0), count(1), count(2), count(3), count(4), count(5))
            let counts = [universal, standard, leaps, changes, types, letters]
            guard counts.allSatisfy({ 0...0xFFFF ~= $0 }), types > 0 else { return nil }
            self.changes = changes
            self.types = types
            self.width = width
            leapSeconds = leaps
            timesStart = start + headerBytes
            let changesBytes = changes * (width + 1)
            let leapsBytes = leaps * (width + 4)
            end = timesStart + changesBytes + types * 6 + letters + leapsBytes + standard + universal
            if file.count < end { return nil }
        }

        func time(ofChange index: Int, _ file: [UInt8]) -> Int64 {
            integer(file, at: timesStart + index * width, width: width)
        }

        func type(ofChange index: Int, _ file: [UInt8]) -> Int {
            Int(file[typesStart + index])
        }

        func offset(ofType type: Int, _ file: [UInt8]) -> Int? {
            if type >= types { return nil }
            let offset = integer(file, at: offsetsStart + type * 6, width: 4)
            return abs(offset) < 26 * 3_600 ? Int(offset) : nil
        }
    }

    /// Signed, the highest byte first.
    private static func integer(_ file: [UInt8], at start: Int, width: Int) -> Int64 {
        let bits = file[start..<(start + width)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return width == 4 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
    }
}
