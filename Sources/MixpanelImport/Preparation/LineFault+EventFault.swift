extension LineFault {
    /// `line`: the bytes that the fault was found in.
    init(_ fault: EventFault, in line: UnsafeRawBufferPointer) {
        self.init(Verdict(.rejected, by: .mixport, fault.reason, fault.message))
        verdict.column = fault.column
        if fault.reason == .notJSON, line.dropLast().contains(0x0D) { verdict.message? += Self.carriageReturnHint }
    }

    /// For files with the line ends of old Macs, which are one long line.
    private static let carriageReturnHint =
        " (the line holds a carriage return, which ends no line: try tr '\\r' '\\n')"
}
