internal import Glibc

/// What this program itself refuses to send, beyond what is no event at all.
package struct LineRules: Sendable {
    package var maxLineBytes = BatchLimits().lineBytes
    package var insertID = InsertID.Policy.derive
    /// With a time (seconds since the epoch) every line is also checked by the service's documented rules.
    package var checksServiceRulesAt: Int64?

    package init() {}

    init(_ options: ImportOptions, isValidation: Bool) {
        maxLineBytes = options.batches.lineBytes
        insertID = options.insertID
        if isValidation { checksServiceRulesAt = Int64(time(nil)) }
    }

    /// A line's length does not count the CR of its line end.
    func verdict(onLengthOf content: UnsafeRawBufferPointer) -> Verdict? {
        let count = content.last == 0x0D ? content.count - 1 : content.count
        return count > maxLineBytes ? .lineTooLong(bytes: count, limit: maxLineBytes) : nil
    }

    func verdict(on line: UnsafeRawBufferPointer, _ scan: EventScan) -> Verdict? {
        if insertID == .require, scan.insertID == nil {
            return Verdict(.rejected, by: .mixport, .missingInsertID, "properties has no $insert_id")
        }
        guard let now = checksServiceRulesAt else { return nil }
        let isDerived = scan.insertID == nil
        return ServiceRules.violation(of: line, scan: scan, now: now, insertIDIsDerived: isDerived).map {
            var verdict = Verdict(.rejected, by: .mixport, .validation, $0.message)
            verdict.field = $0.field
            return verdict
        }
    }
}
