/// A value that stands in an option.
struct Constant: BitwiseCopyable, Sendable {
    /// Where some bytes are in the pool.
    struct Place: BitwiseCopyable, Sendable {
        var start: Int32 = 0
        var count: Int32 = 0
    }

    var token: Place
    /// What a string holds, unescaped.
    var text: Place
    var kind: EventScan.Kind
}

/// The bytes of all names and values that stand in options.
struct ConstantPool: Sendable {
    /// Never empty, so that it has an address.
    private(set) var bytes: [UInt8] = [0]

    mutating func place(of text: [UInt8]) -> Constant.Place {
        let place = Constant.Place(start: Int32(bytes.count), count: Int32(text.count))
        bytes += text
        return place
    }

    /// `token` is JSON.
    mutating func constant(_ token: [UInt8]) -> Constant {
        let kind = OptionJSON.kind(ofWhole: token)!
        var text: [UInt8] = []
        if kind == .string {
            text = token.withUnsafeBytes { token in JSONString.withContents(of: token) { Array($0) } }
        }
        return Constant(token: place(of: token), text: place(of: text), kind: kind)
    }
}

extension Constant.Place {
    @inline(__always)
    func text(_ constants: UnsafeRawPointer) -> Text {
        Text(constants + Int(start), Int(count))
    }
}

extension Constant {
    @inline(__always)
    func value(_ constants: UnsafeRawPointer) -> JSONValue {
        let token = token.text(constants)
        return JSONValue(token.start, token.start + token.count, kind)
    }
}
