/// Something that happens to the run as a whole and that the user wants to know.
@nonexhaustive
public enum DeliveryNotice: Sendable, Equatable {
    /// With the text of the answer, or what happened instead of one.
    case outageBegan(Reason, message: String?)
    case outageEnded(after: Duration)
    /// A `Retry-After` that is out of range, or unreadable, was not followed.
    case ignoredRetryAfter
    /// The server takes fewer bytes a request than the batches have.
    case learnedBodyLimit(Int)
}
