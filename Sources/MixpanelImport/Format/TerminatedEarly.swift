/// The line with which Mixpanel's raw export says, possibly under a status of 200, that it has broken off.
/// Met by https://github.com/mixpanel/mixpanel-utils/issues/5
package enum TerminatedEarly {
    package static let message = "Mixpanel's export broke off here: the input is not complete; export it again."

    private static let sentences = ["terminated early", "export terminated early"].map { Array($0.utf8) }

    /// Whether the line says so and nothing else.
    package static func isSaid(by line: UnsafeRawBufferPointer) -> Bool {
        // Most lines are longer.
        guard line.count <= 64 else { return false }
        var text = line.dropFirst(ByteOrderMark.length(in: line)).drop(while: isWhitespace)
        while let last = text.last, isWhitespace(last) { text.removeLast() }
        return sentences.contains { $0.elementsEqual(text) }
    }

    private static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\t")
    }
}
