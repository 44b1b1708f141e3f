/// How lines become batches; each batch is one request.
public struct BatchLimits: Sendable {
    /// Events in one batch, 1 to 2,000, the service's limit: https://docs.mixpanel.com/reference/import-events
    public var events = ServiceLimits.eventsPerRequest
    /// Uncompressed bytes of one request's body, 1 to 10 MiB. The service takes "10 MB":
    /// https://docs.mixpanel.com/troubleshooting/errors/413-payload-too-large
    public var bytes = 9_500_000
    /// A line, or event, longer than this many bytes is rejected, a line without being held; its line end is not
    /// counted. 1 to 1 GiB. The service takes events of less than 1 MB.
    public var lineBytes = 1 << 20
    /// How long a line may wait for others to fill its batch, zero or more. Events in memory do not wait.
    public var delay = Duration.seconds(1)

    /// The documented defaults.
    public init() {}
}
