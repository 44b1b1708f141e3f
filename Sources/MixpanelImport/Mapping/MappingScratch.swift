/// The memory that a mapping works in, used again from line to line. One for each task.
package struct MappingScratch: ~Copyable {
    /// Counts of the lines since the last reset; the owner adds them up and resets them.
    package var counts = MappingCounts()

    /// The line, as it came.
    var line: JSONLine
    /// The bytes of the constant pool.
    var constants: UnsafeRawPointer
    /// What the paths lead to, by the number of their node.
    var slots = Pool<JSONValue>()
    /// The object that the paths begin at.
    var document = JSONValue.missing
    /// The line is an event already.
    var isEvent = false
    /// Where the text with the document begins in the line, where it was unwrapped from text.
    var documentColumn: Int?
    var repeated = PathWalk.Repeated()
    /// Values that count as others, because of `--parse` and `--entries`.
    var replacements = Pool<Replacement>(capacity: 8)
    /// Where a value is written that holds replaced ones.
    var rendering = Pool<UInt8>()
    /// The nodes that the value of the term at hand comes from.
    var origins = Pool<Int32>()
    /// By node: a map has taken its value from here.
    var isTaken = Pool<Bool>()
    /// Pieces of templates.
    var texts = Pool<Text>()
    var arena = ByteArena()
    /// The members of the objects that are being spread.
    var members = Pool<Member>()
    var memberNames = NameTable()
    var properties = Pool<Property>()
    var propertyNames = NameTable()
    var output = Pool<UInt8>(capacity: 4_096)
    /// Where the parts of the event that was written last stand in it; nil where it has to be read to know.
    package internal(set) var scan: EventScan?

    struct Replacement {
        var old: JSONValue
        var new: JSONValue
    }

    package init() {
        let nowhere = UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        line = JSONLine(start: nowhere, end: nowhere)
        constants = nowhere
    }
}

extension MappingScratch {
    mutating func begin(_ line: JSONLine, _ constants: UnsafeRawPointer, nodes: Int) {
        self.line = line
        self.constants = constants
        document = .missing
        documentColumn = nil
        repeated = PathWalk.Repeated()
        replacements.cut(to: 0)
        origins.cut(to: 0)
        texts.cut(to: 0)
        members.cut(to: 0)
        properties.cut(to: 0)
        output.cut(to: 0)
        scan = nil
        arena.reset()
        slots.cut(to: 0)
        slots.extend(by: nodes).initialize(repeating: .missing, count: nodes)
        isTaken.cut(to: 0)
        isTaken.extend(by: nodes).initialize(repeating: false, count: nodes)
    }

    /// The column of a value in the line, or of the text that it was unwrapped from.
    func column(_ value: JSONValue) -> Int? {
        if value.start >= line.start, value.start < line.end { return value.start - line.start + 1 }
        return value.isMissing ? nil : documentColumn
    }
}
