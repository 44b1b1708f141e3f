/// All that stands between the bytes of the input and the cutting of lines: the format, then `--explode`.
package struct FormatStage: Sendable {
    /// A call ends once it has added this much.
    private static let outputBytes = 1 << 18

    private enum End {
        case complete
        case failed(FormatError)
    }

    private var filter: FormatFilter
    private var explode: ExplodeFilter?
    /// Lines that are to be taken apart, from `offset` on.
    private var lines: [UInt8] = []
    private var offset = 0
    private var end: End?

    package init(_ options: FormatOptions) {
        filter = FormatFilter(options)
        guard !options.explodedPaths.isEmpty else { return }
        explode = ExplodeFilter(
            paths: options.explodedPaths,
            skipsPrefix: options.skipsPrefix,
            lineBytes: options.lineBytes
        )
    }

    /// ndjson, json, csv or tsv, once that is known.
    package var format: InputFormat? { filter.format }
    package var beginsWithMark: Bool { filter.beginsWithMark }

    /// Too few bytes have come to tell what the input is.
    package var isUndecided: Bool { filter.format == nil }

    /// Chunks are lines as they are, and need not go through `take`.
    package var isPassThrough: Bool { explode == nil && filter.isPassThrough }

    /// There are more lines of bytes that were already taken: call again, with the rest of the chunk even if it is
    /// empty.
    package var hasMore: Bool { filter.hasMore || hasMoreToExplode }

    /// Faults of lines that came since the last call, or whose beginning did, by the line's number from 1.
    package mutating func takeFaults() -> [FormatFault] {
        explode?.takeFaults() ?? filter.takeFaults()
    }

    /// Adds lines to `output`, the last one possibly unfinished, and returns how many bytes of the chunk have been
    /// taken.
    package mutating func take(_ chunk: UnsafeRawBufferPointer, into output: inout [UInt8]) throws(FormatError) -> Int {
        guard explode != nil else { return try filter.take(chunk, into: &output) }
        let limit = output.count + Self.outputBytes
        var taken = 0
        while true {
            explodeLines(into: &output)
            if hasMoreToExplode || output.count >= limit || taken == chunk.count && !filter.hasMore { return taken }
            let rest = UnsafeRawBufferPointer(rebasing: chunk[taken...])
            taken += try filter.take(rest, into: &lines)
            explode?.expect(filter.takeFaults())
        }
    }

    /// At the end of the input. false: call again, there is more to come. An error is thrown once all lines are out.
    package mutating func finish(into output: inout [UInt8]) throws(FormatError) -> Bool {
        if explode == nil { return try finishFilter(into: &output) }
        explodeLines(into: &output)
        if hasMoreToExplode { return false }
        switch end {
        case .complete: return explode?.finish(into: &output) ?? true
        case .failed(let error): throw error
        case nil:
            var last: [UInt8] = []
            _ = try finishFilter(into: &last)
            lines = last
            explode?.expect(filter.takeFaults())
            return false
        }
    }

    /// Notes how the input ends. An error is thrown by the next call, so that the lines before it are taken.
    private mutating func finishFilter(into output: inout [UInt8]) throws(FormatError) -> Bool {
        if case .failed(let error) = end { throw error }
        do throws(FormatError) {
            guard try filter.finish(into: &output) else { return false }
            end = .complete
            return true
        } catch {
            end = .failed(error)
            return false
        }
    }

    private var hasMoreToExplode: Bool { offset < lines.count || explode?.hasMore == true }

    private mutating func explodeLines(into output: inout [UInt8]) {
        guard hasMoreToExplode else { return }
        offset += lines.withUnsafeBytes { lines in
            explode?.take(UnsafeRawBufferPointer(rebasing: lines[offset...]), into: &output) ?? 0
        }
        guard offset == lines.count else { return }
        lines.removeAll(keepingCapacity: true)
        offset = 0
    }
}
