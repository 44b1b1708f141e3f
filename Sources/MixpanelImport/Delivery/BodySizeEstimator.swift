/// How large a body may be for a server that calls some too large and names no limit.
struct BodySizeEstimator {
    /// Bytes, before compression.
    private(set) var limit = Int.max
    private var largestAccepted = 0
    private var refusals = 0

    /// Leaves room for halves that are more than half.
    mutating func refused(_ bytes: Int) {
        refusals += 1
        limit = max(min(limit, bytes / 4 * 3), largestAccepted)
    }

    /// A 413 can be spurious, so successes raise the limit again: soon after the first 413, ever later after further
    /// ones.
    mutating func accepted(_ bytes: Int) {
        largestAccepted = max(largestAccepted, bytes)
        guard limit < Int.max / 2 else { return }
        limit = max(limit + (refusals == 1 ? limit : limit / (32 * refusals) + 1), largestAccepted)
    }
}
