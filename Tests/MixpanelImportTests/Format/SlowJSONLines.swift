@testable import MixpanelImport

/// What the lines of a JSON input are, as plainly as can be: all of it in memory, values read by recursion.
struct SlowJSONLines {
    var lines: [[UInt8]] = []
    var faults: [FormatFault] = []
    var isOpen = false
    /// The beginning of an element that an array was cut in.
    var rest: [UInt8] = []

    init(_ input: [UInt8]) {
        var position = 0
        while position < input.count {
            if input[position...].starts(with: [0xEF, 0xBB, 0xBF]) {
                position += 3
            } else if [0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x1E].contains(input[position]) {
                if input[position] == 0x1E { isSequence = true }
                position += 1
            } else if input[position] == UInt8(ascii: "]") || input[position] == UInt8(ascii: "[") && !isOpen {
                isOpen = input[position] == UInt8(ascii: "[")
                position += 1
            } else {
                position = value(input, at: position)
            }
        }
    }

    private var isSequence = false

    private mutating func value(_ input: [UInt8], at start: Int) -> Int {
        var reader = SlowJSONReader(bytes: input, position: start)
        do throws(SlowJSONReader.Fault) {
            let node = try reader.value(depth: 1)
            // The rest of a number may have been cut off.
            if isOpen, node.range.upperBound == input.count, !"]}\"el".utf8.contains(input[input.count - 1]) {
                rest = Self.spaced(input[node.range])
                return input.count
            }
            lines.append(Self.spaced(input[node.range]))
            return node.range.upperBound
        } catch {
            let isCut = error.position > start && Self.isCutCharacter(input[error.position...])
            if isOpen, error.position == input.count || isCut {
                rest = Self.trimmed(input[start...])
                return input.count
            }
            var end = max(error.position, 1)
            let indentation = Self.indentation(input, at: start) ?? 0
            while end < input.count, !endsBrokenValue(input, at: end, indentation) { end += 1 }
            lines.append(Self.trimmed(input[start..<end]))
            let last = input[error.position..<end].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            if last == UInt8(ascii: "]") { isOpen = false }
            let kind = FormatFault.Kind.json(offset: error.position, column: error.position - start + 1)
            faults.append(FormatFault(line: lines.count, kind: kind))
            return end
        }
    }

    /// `indentation`: of the value itself.
    private func endsBrokenValue(_ input: [UInt8], at position: Int, _ indentation: Int) -> Bool {
        if input[position] == 0x1E { return isSequence }
        guard let blanks = Self.indentation(input, at: position) else { return false }
        switch input[position] {
        case UInt8(ascii: "]"): return blanks == 0 || blanks < indentation
        case UInt8(ascii: "{"), UInt8(ascii: "["): return blanks == 0 || blanks == indentation
        default: return false
        }
    }

    /// How many blanks stand before the byte at the beginning of its line; nil where something else does.
    private static func indentation(_ input: [UInt8], at position: Int) -> Int? {
        let blanks = input[..<position].reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
        return position > blanks && input[position - blanks - 1] == 0x0A ? blanks : nil
    }

    private static func isCutCharacter(_ end: ArraySlice<UInt8>) -> Bool {
        [[0x80], [0xA0], [0x80, 0x80], [0xA0, 0x80], [0x90, 0x80, 0x80], [0x80, 0x80, 0x80]].contains {
            String(validating: end + $0, as: UTF8.self)?.unicodeScalars.count == 1
        }
    }

    private static func spaced(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var line = spaced(bytes)
        func trim() { while line.last == 0x20 || line.last == 0x09 { line.removeLast() } }
        trim()
        if line.last == UInt8(ascii: ",") { line.removeLast() }
        trim()
        return line
    }
}
