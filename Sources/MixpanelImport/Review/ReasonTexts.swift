#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// What a row says of a reason, where it stands. Of a report in which every line is rejected each row is looked at, so
/// nothing is copied.
struct ReasonTexts {
    private let reason: UnsafeRawBufferPointer
    private let field: UnsafeRawBufferPointer
    private let message: UnsafeRawBufferPointer
    private let by: UnsafeRawBufferPointer

    init(_ row: ReviewedRow, _ bytes: UnsafeRawBufferPointer) {
        func text(_ range: Range<Int>?) -> UnsafeRawBufferPointer { .init(rebasing: bytes[range ?? 0..<0]) }
        reason = text(row.reason)
        field = text(row.field)
        message = text(row.message)
        by = text(row.by)
    }

    /// Differs from run to run, so that no report can be made whose rows all have one.
    func hash(_ status: Verdict.Status) -> Int {
        var hasher = Hasher()
        hasher.combine(status)
        hasher.combine(field.count)
        hasher.combine(message.count)
        hasher.combine(bytes: reason)
        hasher.combine(bytes: field)
        hasher.combine(bytes: message)
        hasher.combine(bytes: by)
        return hasher.finalize()
    }

    var copy: [UInt8] { Array(reason) + Array(field) + Array(message) + Array(by) }

    func equal(_ text: [UInt8]) -> Bool {
        guard text.count == reason.count + field.count + message.count + by.count else { return false }
        return text.withUnsafeBytes { text in
            var offset = 0
            func next(_ part: UnsafeRawBufferPointer) -> Bool {
                defer { offset += part.count }
                guard let start = part.baseAddress, !part.isEmpty else { return true }
                return memcmp(text.baseAddress! + offset, start, part.count) == 0
            }
            return next(reason) && next(field) && next(message) && next(by)
        }
    }
}
