extension ResumeFilter {
    /// The same for a part of a line that is too long to be held.
    ///
    /// Where a crash cut such a line short, or it has grown since, its beginning stands in the rejects file and stays
    /// there: those parts are compared and passed over, and only what comes after them is handed on.
    mutating func choice(
        for part: UnsafeRawBufferPointer,
        _ position: LongLinePart.Position,
        number: Int
    ) throws(ReportMismatch) -> Choice {
        if isOver { return .take(from: 0) }
        if position == .first {
            try begin(nil, number)
            // A line without a row that follows another one without a row is handed on in the same way.
            isPassed = !isCutting && (row != nil || ahead.lines == 0 && isLeft(rejects) && !isLeft(pending))
        }
        var agreed = 0
        for file in files.reversed() { agreed = try file.compare(part) }
        let agreedEnd = files.first?.agreedEnd ?? 0
        let isWhole = if case .last = position { true } else { false }
        isWithinLongLine = !isWhole
        if isWhole {
            for file in files { try file.compareLineEnd() }
        }
        if isPassed, mayHaveGrown, let file = files.first {
            switch file.found {
            case .line where !isWhole || row != nil: break
            case .nothing where row != nil && !file.isUsedUp: break
            case .nothing where row == nil:
                guard position == .first else { throw .otherRawLines(path: file.path, line: nil) }
                isPassed = false
            case .line, .beginning, .nothing:
                return .take(from: try goOn(after: agreed, of: part, agreedEnd, in: file, number))
            }
        }
        if row == nil { ahead = (ahead.lines + (isWhole ? 1 : 0), ahead.bytes + part.count) }
        if isWhole { settle(number) }
        return isPassed ? .skip : .take(from: 0)
    }

    /// The offset in the part of the first byte that is handed on.
    private mutating func goOn(
        after agreed: Int,
        of part: UnsafeRawBufferPointer,
        _ agreedEnd: Int64,
        in file: RawLinesMatcher,
        _ number: Int
    ) throws(ReportMismatch) -> Int {
        if let pending, isLeft(pending) { throw .otherRawLines(path: pending.path, line: pending.firstMissing) }
        // The last part tells whether the line ends with a CR, so that it must not be empty.
        let offset = min(agreed, max(part.count - 1, 0))
        point.longLineStart = file.kept
        point.rejectsBytes = agreedEnd - Int64(agreed - offset)
        file.pass()
        isCutting = true
        if let row { cut(number, row.verdict.status) }
        return offset
    }

    private func isLeft(_ file: RawLinesMatcher?) -> Bool { file?.isUsedUp == false }
}
