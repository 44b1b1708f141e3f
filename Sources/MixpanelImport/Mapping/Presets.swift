/// The named lists of options that come with the program, for exports that many people have.
package enum Presets {
    package static let names = texts.map(\.name)

    package static func text(_ name: String) -> String? {
        texts.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// Says what it is for: the first line, without the mark of a comment.
    package static func title(_ name: String) -> String? {
        text(name).map { text in
            let line = text.utf8.prefix { $0 != UInt8(ascii: "\n") }
            let title = line.drop { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: " ") }
            return String(decoding: title, as: UTF8.self)
        }
    }

    package static func nearest(to name: String) -> String? { Suggestion.nearest(to: name, among: names) }

    private static let texts: [(name: String, bytes: [UInt8])] = [
        ("amplitude", PackageResources.amplitude_options),
        ("cloudevents", PackageResources.cloudevents_options),
        ("cloudwatch", PackageResources.cloudwatch_options),
        ("docker", PackageResources.docker_options),
        ("ga4", PackageResources.ga4_options),
        ("gcp-logging", PackageResources.gcp_logging_options),
        ("heap", PackageResources.heap_options),
        ("mixpanel", PackageResources.mixpanel_options),
        ("mixpanel-pipelines", PackageResources.mixpanel_pipelines_options),
        ("mparticle", PackageResources.mparticle_options),
        ("pino", PackageResources.pino_options),
        ("posthog", PackageResources.posthog_options),
        ("rudderstack", PackageResources.rudderstack_options),
        ("segment", PackageResources.segment_options),
        ("snowplow", PackageResources.snowplow_options),
        ("structlog", PackageResources.structlog_options),
        ("vercel", PackageResources.vercel_options),
        ("vercel-analytics", PackageResources.vercel_analytics_options),
        ("zap", PackageResources.zap_options),
    ]
}
