/// What is known of one id, in four bytes.
struct Sighting {
    /// Days since 1970-01-01, 0 where that is not known.
    private(set) var day: UInt16
    /// Lines of the report that have the id, and events of the export; 255 stands for more, too.
    private(set) var lines: UInt8
    private(set) var copies: UInt8

    var isThere: Bool { copies > 0 }
    var isRepeated: Bool { copies > lines }

    mutating func addLine() {
        if lines < .max { lines += 1 }
    }

    /// Whether this is the first time.
    @inline(__always)
    mutating func see(day: UInt16) -> Bool {
        let isFirst = copies == 0
        if isFirst { self.day = day }
        if copies < .max { copies += 1 }
        return isFirst
    }
}
