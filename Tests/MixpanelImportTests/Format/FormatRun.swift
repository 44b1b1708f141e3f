import MixpanelImport

/// What a stage made of an input that came in pieces.
struct FormatRun: Equatable, CustomStringConvertible {
    var output: [UInt8] = []
    var faults: [FormatFault] = []
    var error: FormatError?
    var format: InputFormat?

    init(_ input: [UInt8], cuts: [Int] = [], options: FormatOptions) {
        var stage = FormatStage(options)
        do throws(FormatError) {
            for (start, end) in zip([0] + cuts, cuts + [input.count]) {
                try take(Array(input[start..<end]), by: &stage)
            }
            while try !stage.finish(into: &output) { faults += stage.takeFaults() }
        } catch {
            self.error = error
        }
        faults += stage.takeFaults()
        format = stage.format
    }

    init(_ input: String, options: FormatOptions) {
        self.init(Array(input.utf8), options: options)
    }

    private mutating func take(_ piece: [UInt8], by stage: inout FormatStage) throws(FormatError) {
        var taken = 0
        repeat {
            taken += try piece.withUnsafeBufferPointer { piece throws(FormatError) in
                let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(piece)[taken...])
                return try stage.take(rest, into: &output)
            }
            faults += stage.takeFaults()
        } while taken < piece.count || stage.hasMore
    }

    /// The lines without their line feeds; what follows the last line feed is one more, if it is not empty.
    var lines: [[UInt8]] {
        var lines = output.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        if lines.last == [] { lines.removeLast() }
        return lines
    }

    var texts: [String] { lines.map { String(decoding: $0, as: UTF8.self) } }

    var description: String {
        let faults = faults.map { "\($0.line): \($0.kind)" }.joined(separator: "; ")
        let error = error.map { "\($0)" } ?? "-"
        return "\n\(visible(output))\nfaults: \(faults)\nerror: \(error), format: \(format?.rawValue ?? "-")\n"
    }
}

/// Byte by byte, and in two pieces, cut anywhere.
func everyCut(of count: Int) -> [[Int]] {
    guard count > 1 else { return [] }
    return [Array(1..<count)] + (1..<count).map { [$0] }
}

extension FormatOptions {
    init(_ format: InputFormat, lineBytes: Int = 1 << 20) {
        self.init()
        self.format = format
        self.lineBytes = lineBytes
    }
}
