/// Where events go.
@nonexhaustive
public enum ImportDestination: Sendable {
    /// They are imported into a project.
    case service(Project)
    /// Nothing is sent: every event is checked by the service's documented rules, and is `valid` or `rejected`.
    /// https://docs.mixpanel.com/reference/import-events
    case validation
}
