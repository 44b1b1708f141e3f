/// One value as its bytes, which are known to be JSON: in the line, in the scratch memory of the line, or in an option.
struct JSONValue {
    var start: UnsafeRawPointer
    var end: UnsafeRawPointer
    /// Of what is missing: null.
    var kind: EventScan.Kind
    @inline(__always)
    init(_ start: UnsafeRawPointer, _ end: UnsafeRawPointer, _ kind: EventScan.Kind) {
        self.start = start
        self.end = end
        self.kind = kind
    }

    /// Stands for a value that is not there; never read.
    @inline(__always)
    static var missing: JSONValue {
        let nowhere = UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        return JSONValue(nowhere, nowhere, .null)
    }

    @inline(__always)
    var isMissing: Bool { start == end }

    @inline(__always)
    var count: Int { end - start }

    @inline(__always)
    var isContainer: Bool { kind == .object || kind == .array }

    /// What `//` and conditions ask: neither missing nor null nor false.
    @inline(__always)
    var isTruthy: Bool {
        switch kind {
        case .null: false
        case .boolean: start.load(as: UInt8.self) == UInt8(ascii: "t")
        default: true
        }
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// What a string holds, with its escapes.
    @inline(__always)
    var contents: Text { Text(start + 1, count - 2) }
}

/// A piece of UTF-8.
struct Text {
    var start: UnsafeRawPointer
    var count: Int

    @inline(__always)
    init(_ start: UnsafeRawPointer, _ count: Int) {
        self.start = start
        self.count = count
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    @inline(__always)
    static func == (left: Text, right: Text) -> Bool {
        left.count == right.count && left.begins(with: right)
    }

    /// `prefix` must not be longer.
    @inline(__always)
    func begins(with prefix: Text) -> Bool {
        var offset = 0
        while prefix.count - offset > 8 {
            let mine = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            if mine != prefix.start.loadUnaligned(fromByteOffset: offset, as: UInt64.self) { return false }
            offset += 8
        }
        return Self.lastWord(start, prefix.count) == Self.lastWord(prefix.start, prefix.count)
    }

    /// The last eight bytes, or all of fewer, read without reading beyond them.
    @inline(__always)
    private static func lastWord(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
        if count >= 8 { return start.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self) }
        if count >= 4 {
            let first = start.loadUnaligned(as: UInt32.self)
            let last = start.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            return UInt64(first) | UInt64(last) &<< 32
        }
        if count == 0 { return 0 }
        let middle = start.load(fromByteOffset: count / 2, as: UInt8.self)
        let last = start.load(fromByteOffset: count - 1, as: UInt8.self)
        return UInt64(start.load(as: UInt8.self)) | UInt64(middle) &<< 8 | UInt64(last) &<< 16
    }

    @inline(__always)
    func hasPrefix(_ prefix: Text) -> Bool {
        count >= prefix.count && begins(with: prefix)
    }

    var hasEscapes: Bool {
        contains { word in
            let backslashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
            return (backslashes &- 0x0101_0101_0101_0101) & ~backslashes & 0x8080_8080_8080_8080 != 0
        }
    }

    /// Stands between quotes as it is: ASCII without quotes, backslashes and controls.
    var isPlain: Bool { !contains { JSONLine.specials($0) != 0 } }

    /// Whether `isMarked` is true of a word of the bytes. What is missing from the last word are spaces.
    @inline(__always)
    private func contains(_ isMarked: (UInt64) -> Bool) -> Bool {
        var offset = 0
        while count - offset >= 8 {
            if isMarked(start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) { return true }
            offset += 8
        }
        if offset == count { return false }
        if count >= 8 { return isMarked(start.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)) }
        var word: UInt64 = 0x2020_2020_2020_2020
        while offset < count {
            word = word &<< 8 | UInt64(start.load(fromByteOffset: offset, as: UInt8.self))
            offset += 1
        }
        return isMarked(word)
    }

    @inline(__always)
    var hash: UInt {
        var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
        var offset = 0
        while count - offset > 8 {
            hash = Self.mixed(hash ^ start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        return UInt(truncatingIfNeeded: Self.mixed(hash ^ Self.lastWord(start, count)) &>> 32)
    }

    @inline(__always)
    private static func mixed(_ word: UInt64) -> UInt64 {
        let product = word &* 0xFF51_AFD7_ED55_8CCD
        return product ^ product &>> 32
    }
}

extension EventScan.Kind: BitwiseCopyable {}
