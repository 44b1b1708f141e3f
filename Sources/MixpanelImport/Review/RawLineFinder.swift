package import SystemPackage

/// The raw lines of one report: from its rows, or from the files beside it.
package final class RawLineFinder {
    private let rejectsPath: FilePath?
    private let pendingPath: FilePath?
    private var rejects: RawLineCursor?
    private var pending: RawLineCursor?

    /// `nil`: there can be no such file.
    package init(rejects: FilePath?, pending: FilePath?) {
        rejectsPath = rejects
        pendingPath = pending
    }

    /// Hands out the line in pieces; all but the last lines of files end with `\n`, those that rows carry do not. False
    /// where it is nowhere to be found. Lines are asked for in the order of the report.
    package func read(_ line: ReviewedLine, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        if let raw = line.row.rawLine(in: line.bytes) {
            try raw.withUnsafeBytes(body)
            return true
        }
        guard let index = line.rawIndex else { return false }
        if line.row.status == .rejected {
            if rejects == nil {
                rejects = try rejectsPath.flatMap { path throws(ReviewError) in try RawLineCursor(path) }
            }
            return try rejects?.read(index, body) ?? false
        }
        if pending == nil { pending = try pendingPath.flatMap { path throws(ReviewError) in try RawLineCursor(path) } }
        return try pending?.read(index, body) ?? false
    }

    /// The beginning of the line, at most `limit` bytes of it, without its line end.
    package func beginning(of line: ReviewedLine, limit: Int) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        guard try read(line, { bytes += $0.prefix(max(0, limit - bytes.count)) }) else { return nil }
        if bytes.last == 0x0A { bytes.removeLast() }
        return bytes
    }
}
