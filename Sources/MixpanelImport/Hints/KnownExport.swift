/// The lines of an export that a preset reads, told by their members.
struct KnownExport: Sendable {
    let preset: String
    /// As in "the line looks like …".
    let noun: String
    let isLike: @Sendable (ObjectOutline) -> Bool
    /// What a wrapper has around it.
    var inner: @Sendable (ObjectOutline) -> ObjectOutline? = { _ in nil }

    /// The first that is like the object.
    static func find(_ object: ObjectOutline) -> KnownExport? { all.first { $0.isLike(object) } }

    private init(
        _ preset: String,
        _ noun: String,
        inner: @escaping @Sendable (ObjectOutline) -> ObjectOutline? = { _ in nil },
        _ isLike: @escaping @Sendable (ObjectOutline) -> Bool
    ) {
        self.preset = preset
        self.noun = noun
        self.isLike = isLike
        self.inner = inner
    }

    /// Those with more telling members stand first.
    private static let all: [KnownExport] =
        wrappers + [
            KnownExport("mixpanel-pipelines", "Mixpanel's JSON pipelines") { $0.has("event_name", "insert_id") },
            KnownExport("ga4", "GA4's BigQuery export") {
                $0.has("event_name", "event_timestamp") && $0.hasAny("event_params", "user_pseudo_id")
            },
            KnownExport("amplitude", "Amplitude's export") {
                $0.has("event_type") && ($0.hasAny("event_properties", "amplitude_id") || isBareAmplitude($0))
            },
            KnownExport("rudderstack", "RudderStack's archive") { object in
                isOfSegment(object) && isOfRudderStack(object)
                    || object.firstElement("batch").map { isOfSegment($0) && isOfRudderStack($0) } == true
            },
            KnownExport("segment", "Segment's archive") {
                isOfSegment($0) || $0.firstElement("batch").map(isOfSegment) == true
            },
            KnownExport("posthog", "PostHog's export") {
                $0.has("event", "distinct_id", "properties") && $0.hasAny("uuid", "timestamp", "person_id")
            },
            KnownExport("vercel-analytics", "Vercel's Web Analytics drain") {
                $0.text("schema")?.starts(with: "vercel.analytics".utf8) == true
                    || $0.has("eventType", "deviceId", "sessionId")
            },
            KnownExport("mparticle", "mParticle's batches") {
                $0.has("events") && $0.hasAny("mpid", "mp_deviceid", "user_identities", "device_info", "batch_id")
            },
            KnownExport("snowplow", "Snowplow's enriched events") {
                $0.has("event_id") && $0.hasAny("collector_tstamp", "derived_tstamp", "event_vendor")
            },
            KnownExport("cloudevents", "CloudEvents") { $0.has("specversion", "type", "source") },
            KnownExport("heap", "Heap's events") {
                $0.has("event_id", "time") && $0.hasAny("user_id", "session_id", "id")
            },
            KnownExport("structlog", "structlog's log") {
                $0.has("event", "timestamp") && !$0.has("properties") && $0.hasAny("level", "logger", "mp")
            },
            KnownExport("zap", "zap's log") { $0.has("level", "ts") && $0.hasAny("msg", "caller", "logger") },
            KnownExport("pino", "pino's log") {
                $0.has("level", "time") && $0.hasAny("pid", "hostname", "msg")
                    || $0.has("event", "msg") && !$0.has("properties")
            },
            KnownExport("mixpanel", "Mixpanel's raw export") { object in
                object.has("event")
                    && object.object("properties")?.hasAny("$mp_api_endpoint", "mp_processing_time_ms", "$import")
                        == true
            },
        ]

    private static let wrappers: [KnownExport] = [
        KnownExport("docker", "Docker's log", inner: { $0.object("log") }, { $0.has("log", "stream", "time") }),
        KnownExport(
            "cloudwatch",
            "CloudWatch Logs",
            // A function's own lines come between those of its platform.
            inner: { $0.elements("logEvents").lazy.compactMap { $0.object("message") }.first },
            { $0.has("logEvents") && $0.hasAny("messageType", "logGroup") }
        ),
        KnownExport(
            "gcp-logging",
            "Google Cloud Logging",
            inner: { $0.object("jsonPayload") ?? $0.object("textPayload") },
            { $0.hasAny("jsonPayload", "textPayload", "protoPayload") && $0.hasAny("logName", "insertId", "resource") }
        ),
        KnownExport("vercel", "Vercel's log drain") {
            $0.has("deploymentId", "source") || $0.has("projectId", "source", "timestamp", "message")
        },
    ]

    /// Nothing but what Amplitude's own names say: the preset takes no other members.
    private static func isBareAmplitude(_ object: ObjectOutline) -> Bool {
        let names = ["event_type", "event_time", "user_id", "device_id", "session_id", "event_id", "platform", "uuid"]
        return object.has("event_time") && object.names.allSatisfy(names.contains)
    }

    /// The form that Segment's libraries gave the calls of many.
    private static func isOfSegment(_ object: ObjectOutline) -> Bool {
        object.has("messageId", "type") && object.hasAny("anonymousId", "userId")
    }

    private static func isOfRudderStack(_ object: ObjectOutline) -> Bool {
        let library = object.object("context")?.object("library")?.text("name")
        return object.hasAny("rudderId", "request_ip") || library?.starts(with: "RudderLabs".utf8) == true
    }
}
