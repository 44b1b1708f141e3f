/// How lines become batches.
package struct BatchLimits: Sendable {
    /// Lines of one batch, 1 to `ServiceLimits.eventsPerRequest`.
    package var events = ServiceLimits.eventsPerRequest
    /// Uncompressed bytes of one request's body.
    package var bytes = 9_500_000
    /// A line longer than this many bytes, its line end not counted, is rejected without being held.
    package var lineBytes = 1 << 20
    /// How long a line may wait for others to fill its batch.
    package var delay = Duration.seconds(1)

    package init() {}
}
