/// Why a report cannot be read to its end.
package enum ReviewError: Error, Equatable {
    case unreadable(name: String, String)
    case foreignRow(name: String, row: Int)
}

extension ReviewError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let name, let text): "\(name) cannot be read: \(text)"
        case .foreignRow(let name, let row): "\(name): row \(row) is not a row of a report"
        }
    }
}
