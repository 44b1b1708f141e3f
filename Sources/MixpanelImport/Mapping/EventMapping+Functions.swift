internal import Crypto

extension EventMapping {
    /// The result of a function for a value that is not null; missing if the function does not take such a value.
    func applied(
        _ function: Program.Term.Operation,
        _ value: JSONValue,
        _ scratch: inout MappingScratch
    ) -> JSONValue {
        switch function {
        case .tostring: return value.kind == .string ? value : scratch.token(for: scratch.plainText(of: value))
        case .fromjson: return value.kind == .string ? parsed(scratch.text(of: value)) ?? .missing : .missing
        case .downcase: return value.kind == .string ? scratch.cased(value, upper: false) : .missing
        case .upcase: return value.kind == .string ? scratch.cased(value, upper: true) : .missing
        case .hash: return scratch.hash(of: scratch.plainText(of: value))
        case .last36: return scratch.token(for: scratch.plainText(of: value).suffix(characters: 36))
        case .fromlocal: return fromLocal(value, &scratch)
        case .path, .constant, .template, .alternatives, .select: return value
        }
    }

    /// The one JSON value that a text is, without the whitespace around it.
    private func parsed(_ text: Text) -> JSONValue? {
        let line = JSONLine(start: text.start, end: text.start + text.count)
        do throws(JSONFault) {
            let start = line.skipWhitespace(line.start)
            let value = try line.value(at: start, level: 0)
            return line.skipWhitespace(value.end) == line.end ? JSONValue(start, value.end, value.kind) : nil
        } catch {
            return nil
        }
    }

    /// The real time of a number that counts by the clock of the zone; other values stay.
    private func fromLocal(_ value: JSONValue, _ scratch: inout MappingScratch) -> JSONValue {
        guard value.kind == .string || value.kind == .number else { return value }
        guard let time = reader.milliseconds(ofLocalNumber: value.bytes) else { return value }
        return scratch.number(time)
    }
}

extension MappingScratch {
    /// The token of a whole number.
    mutating func number(_ number: Int64) -> JSONValue {
        let size = 20
        let start = arena.allocate(size)
        var position = size
        var rest = number.magnitude
        repeat {
            position -= 1
            let digit = UInt8(truncatingIfNeeded: rest % 10)
            start.storeBytes(of: UInt8(ascii: "0") + digit, toByteOffset: position, as: UInt8.self)
            rest /= 10
        } while rest > 0
        if number < 0 {
            position -= 1
            start.storeBytes(of: UInt8(ascii: "-"), toByteOffset: position, as: UInt8.self)
        }
        return JSONValue(start + position, start + size, .number)
    }

    /// The token of the first 36 hex digits of the text's SHA-256.
    mutating func hash(of text: Text) -> JSONValue {
        let digits = 36
        let start = arena.allocate(digits + 2)
        start.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        var hash = SHA256()
        hash.update(bufferPointer: text.bytes)
        hash.finalize().withUnsafeBytes { digest in
            for index in 0..<digits {
                let half = index % 2 == 0 ? digest[index / 2] >> 4 : digest[index / 2] & 15
                start.storeBytes(of: OptionJSON.hexDigit(half), toByteOffset: index + 1, as: UInt8.self)
            }
        }
        start.storeBytes(of: UInt8(ascii: "\""), toByteOffset: digits + 1, as: UInt8.self)
        return JSONValue(start, start + digits + 2, .string)
    }

    fileprivate mutating func cased(_ value: JSONValue, upper: Bool) -> JSONValue {
        let text = text(of: value)
        let copy = arena.allocate(text.count)
        let first = upper ? UInt8(ascii: "a") : UInt8(ascii: "A")
        for offset in 0..<text.count {
            let byte = text.start.load(fromByteOffset: offset, as: UInt8.self)
            copy.storeBytes(of: byte &- first < 26 ? byte ^ 0x20 : byte, toByteOffset: offset, as: UInt8.self)
        }
        return token(for: Text(copy, text.count))
    }
}

extension Text {
    fileprivate func suffix(characters: Int) -> Text {
        var offset = count
        var left = characters
        while offset > 0, left > 0 {
            offset -= 1
            if start.load(fromByteOffset: offset, as: UInt8.self) & 0xC0 != 0x80 { left -= 1 }
        }
        return Text(start + offset, count - offset)
    }
}
