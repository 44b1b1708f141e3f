/// How many of some lines stand where in a report whose length is not known before its end: a fixed number of columns,
/// whose width doubles when they are full.
package struct PositionHistogram: Sendable {
    /// At least half of them are in use once there are as many rows.
    package static let mostColumns = 256

    /// Rows a column, a power of two.
    private var shift = 0
    private var columns: [Int] = []

    /// `position` counts from 0.
    mutating func add(_ position: Int) {
        while position >> shift >= Self.mostColumns { widen() }
        let column = position >> shift
        if column >= columns.count { columns += repeatElement(0, count: column + 1 - columns.count) }
        columns[column] += 1
    }

    private mutating func widen() {
        columns = stride(from: 0, to: columns.count, by: 2).map { index in
            columns[index] + (index + 1 < columns.count ? columns[index + 1] : 0)
        }
        shift += 1
    }

    /// Rows a column of a report with so many rows.
    package static func width(rows: Int) -> Int {
        var width = 1
        while rows > width * mostColumns { width *= 2 }
        return width
    }

    /// The counts as columns for a report with so many rows, which none of these lines lies beyond.
    package func counts(rows: Int) -> [Int] {
        var wide = self
        while 1 << wide.shift < Self.width(rows: rows) { wide.widen() }
        let width = Self.width(rows: rows)
        return wide.columns + repeatElement(0, count: (rows + width - 1) / width - wide.columns.count)
    }
}
