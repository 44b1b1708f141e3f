/// Something that happens to the run as a whole and that the user wants to know.
@nonexhaustive
public enum DeliveryNotice: Sendable, Equatable {
    /// Requests fail one after another; with the text of the answer, or what happened instead of one.
    case outageBegan(Reason, message: String?)
    /// A request got through again, so long after the outage began.
    case outageEnded(after: Duration)
    /// A `Retry-After` that is out of range, or unreadable, was not followed.
    case ignoredRetryAfter
    /// The server takes fewer bytes a request than the batches have: requests have at most this many from now on.
    case learnedBodyLimit(Int)
}
