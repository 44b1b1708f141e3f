package import SystemPackage

/// Why nothing can be said of a report.
package enum VerificationError: Error, Equatable {
    case unreadableReport(ReportUnreadable)
    case noReport(ReportMismatch)
    /// The export cannot be read to its end, or says that it broke off.
    case export(InputError)
    /// A line of the export, from 1, is no event: the export was cut there, or is something else.
    case noEvent(line: Int, message: String, beginning: String)
    case emptyExport
    case unreadableInput(FilePath, InputError)
    /// The line of the input has another id than its row.
    case otherInput(FilePath, line: Int)
    case output(OutputError)
}
