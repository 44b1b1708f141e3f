/// A property of the event that is being built.
struct Property: BitwiseCopyable {
    /// Unescaped.
    var name: Text
    /// As it stands between its quotes.
    var escaped: Text
    var hash: UInt
    var value: JSONValue

    /// Whether two values say the same, be it once as text and once as a number.
    static func equal(_ left: JSONValue, _ right: JSONValue, _ scratch: inout MappingScratch) -> Bool {
        if left.kind == .number, right.kind == .number { return DecimalNumber.equal(left, right) }
        return scratch.plainText(of: left) == scratch.plainText(of: right)
    }
}

/// A member of an object in the line.
struct Member: BitwiseCopyable {
    var property: Property
    /// Its node in the path tree; -1 for none.
    var node: Int32
    /// Another one of the same name follows.
    var isRepeated = false
}
