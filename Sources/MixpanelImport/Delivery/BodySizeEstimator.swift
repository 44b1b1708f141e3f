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

    /// A refusal may have been a mishap, so that more is tried again: soon behind the first one, later and later behind
    /// others.
    mutating func accepted(_ bytes: Int) {
        largestAccepted = max(largestAccepted, bytes)
        guard limit < Int.max / 2 else { return }
        limit = max(limit + (refusals == 1 ? limit : limit / (32 * refusals) + 1), largestAccepted)
    }
}
