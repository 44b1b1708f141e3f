/// Finds parts of a line of JSON by path.
enum JSONMember {
    /// The one value that the text is, without the white space around it; nil where the text is no JSON.
    static func wholeValue(in text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard let base = text.baseAddress else { return nil }
        let line = JSONLine(start: base, end: base + text.count)
        do throws(JSONFault) {
            let start = line.skipWhitespace(base)
            let end = try line.value(at: start, level: 0).end
            guard line.skipWhitespace(end) == line.end else { return nil }
            return UnsafeRawBufferPointer(start: start, count: end - start)
        } catch {
            return nil
        }
    }

    /// The array at the keys of the path in the value, from its `[` to its `]`. Of equal keys the last counts.
    static func array(at path: [[UInt8]], in value: UnsafeRawBufferPointer) -> Range<Int>? {
        guard let base = value.baseAddress else { return nil }
        let line = JSONLine(start: base, end: base + value.count)
        do throws(JSONFault) {
            var position = base
            for key in path {
                guard let member = try member(key, ofObjectAt: position, in: line) else { return nil }
                position = member
            }
            guard line.byte(at: position) == UInt8(ascii: "[") else { return nil }
            return position - base..<(try line.value(at: position, level: 0).end - base)
        } catch {
            return nil
        }
    }

    /// The element that begins at or after `offset` in an array, and where the one after it begins.
    static func element(at offset: Int, in array: [UInt8]) -> (range: Range<Int>, next: Int)? {
        array.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            let line = JSONLine(start: base, end: base + bytes.count)
            let start = line.skipWhitespace(base + offset)
            do throws(JSONFault) {
                if line.byte(at: start) == UInt8(ascii: "]") { return nil }
                let end = try line.value(at: start, level: 0).end
                let next = line.skipWhitespace(end)
                let isLast = line.byte(at: next) == UInt8(ascii: "]")
                return (start - base..<end - base, (isLast ? next : next + 1) - base)
            } catch {
                return nil
            }
        }
    }

    private static func member(
        _ key: [UInt8],
        ofObjectAt start: JSONLine.Position,
        in line: JSONLine
    ) throws(JSONFault) -> JSONLine.Position? {
        guard line.byte(at: start) == UInt8(ascii: "{") else { return nil }
        var found: JSONLine.Position?
        var position = line.skipWhitespace(start + 1)
        while line.byte(at: position) != UInt8(ascii: "}") {
            let name = try line.key(at: position)
            let value = try line.skipColon(name.end)
            let token = UnsafeRawBufferPointer(start: name.start, count: name.end - name.start)
            if JSONString.withContents(of: token, { $0.elementsEqual(key) }) { found = value }
            position = try line.nextMember(after: line.value(at: value, level: 1).end)
        }
        return found
    }
}
