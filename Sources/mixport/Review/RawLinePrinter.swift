import MixpanelImport

/// Raw lines of a report, byte for byte, to be piped on.
struct RawLinePrinter {
    let selection: LineSelection
    let limit: Int
    let output: StandardOutput

    func print(_ reports: inout ReviewedReports) throws {
        var count = 0
        var missing: (name: String, status: Verdict.Status)?
        try reports.read { line, finder, name in
            guard selection.picks(line) else { return }
            count += 1
            if try !write(line, finder) { missing = (name(), line.row.status) }
            if missing != nil || count == limit || output.readerHasGone { throw ReviewedReports.Enough() }
        }
        try output.flush()
        // Whoever pipes them on must not take some for all.
        if let missing {
            let cure =
                switch missing.status {
                case .rejected, .undelivered, .unknown:
                    "its raw line is not beside the report: --rejects and --pending name the files"
                case .imported, .valid, .blank, .skipped: "its raw line is in the input only"
                }
            throw Failure("\(missing.name) is \(missing.status.rawValue): \(cure)", .input)
        }
        if count == 0 { Terminal.say("no line of that kind: \(NoSuchLine(selection, reports).text)") }
    }

    private func write(_ line: ReviewedLine, _ finder: RawLineFinder) throws -> Bool {
        var last: UInt8?
        let isFound = try finder.read(line) { piece throws(Failure) in
            last = piece.last ?? last
            try output.write(piece)
        }
        if isFound, last != UInt8(ascii: "\n") { try output.write("\n") }
        return isFound
    }
}
