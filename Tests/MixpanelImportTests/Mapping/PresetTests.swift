import MixpanelImport
import Testing

@Suite struct PresetTests {
    @Test(arguments: PresetSample.all)
    func `a sample of each export becomes the event that it stands for`(sample: PresetSample) throws {
        let options = sample.presets.map { "--from \($0)" }.joined(separator: "\n")
        let run = try MappingRun(options, sample.line)
        let event = try #require(run.event, "\(run.result)")
        #expect(JSONTree(event)?.sorted == JSONTree(sample.event)?.sorted, "\(event)")
    }

    @Test(arguments: Presets.names)
    func `every preset can be read, has a title and is listed in alphabetical order`(name: String) throws {
        _ = try MappingRun.mapping("--from \(name)")
        #expect(Presets.title(name)?.isEmpty == false)
        #expect(Presets.names == Presets.names.sorted())
    }

    @Test(arguments: [
        ("segment", #"{"type":"page","name":"","timestamp":1714566896}"#, "Viewed a page"),
        ("segment", #"{"type":"screen","name":"","timestamp":1714566896}"#, "Viewed a screen"),
        ("segment", #"{"type":"page","name":"Home","timestamp":1714566896}"#, "Viewed Home"),
    ]) func `a call with an empty name has the name of one without`(preset: String, line: String, name: String) throws {
        #expect(try mapped("--from \(preset)", line).hasPrefix(#"{"event":"\#(name)","#))
    }

    @Test(arguments: [
        ("amplitude", #"{"event_type":"A","event_time":1714566896,"ip_address":""}"#),
        ("cloudevents", #"{"specversion":"1.0","type":"A","time":1714566896,"source":"s","id":"1","data":{}}"#),
        ("heap", #"{"type":"A","time":1714566896,"ip":""}"#),
        ("mixpanel", #"{"event":"A","properties":{"time":1714566896,"ip":""}}"#),
        ("mixpanel-pipelines", #"{"event_name":"A","time":1714566896,"properties":{"ip":""}}"#),
        ("mparticle", #"{"ip":"","events":{"event_type":"A","data":{"timestamp_unixtime_ms":1714566896000}}}"#),
        ("pino", #"{"event":"A","time":1714566896,"ip":"","properties":{"ip":""}}"#),
        ("posthog", #"{"event":"A","timestamp":1714566896,"properties":{"$ip":""},"ip":""}"#),
        ("rudderstack", #"{"type":"track","event":"A","timestamp":1714566896,"context":{"ip":""},"request_ip":""}"#),
        ("segment", #"{"type":"track","event":"A","timestamp":1714566896,"context":{"ip":""}}"#),
        ("snowplow", #"{"event_name":"A","derived_tstamp":1714566896,"user_ipaddress":""}"#),
        ("structlog", #"{"mp":true,"event":"A","timestamp":1714566896,"ip":"","properties":{"ip":""}}"#),
        ("vercel", #"{"message":"{\"event\":\"A\",\"at\":1714566896,\"ip\":\"\"}","proxy":{"clientIp":""}}"#),
        ("zap", #"{"event":"A","ts":1714566896,"ip":"","properties":{"ip":""}}"#),
    ]) func `an address that is empty is none`(preset: String, line: String) throws {
        let event = try mapped("--from \(preset)", line)
        #expect(event.contains(#""ip":0"#) && !event.contains(#""ip":"""#), "\(event)")
    }

    @Test(arguments: [
        ("heap", #"{"type":"A","time":1714566896,"ip":"8.8.8.8"}"#),
        ("pino", #"{"event":"A","time":1714566896,"ip":"","properties":{"ip":"8.8.8.8"}}"#),
        ("posthog", #"{"event":"A","timestamp":1714566896,"properties":{"$ip":""},"ip":"8.8.8.8"}"#),
        (
            "rudderstack",
            #"{"type":"track","event":"A","timestamp":1714566896,"context":{"ip":""},"request_ip":"8.8.8.8"}"#
        ),
        ("vercel", #"{"message":"{\"event\":\"A\",\"at\":1714566896}","proxy":{"clientIp":"8.8.8.8"}}"#),
    ]) func `an address elsewhere is taken where the first is empty`(preset: String, line: String) throws {
        let event = try mapped("--from \(preset)", line)
        #expect(event.contains(#""ip":"8.8.8.8""#), "\(event)")
    }

    @Test func `an event of PostHog's without a user has no property that says so`() throws {
        let line =
            #"{"event":"A","timestamp":1714566896,"distinct_id":"d","properties":{"$user_id":null,"$device_id":null}}"#
        let event = #"{"event":"A","properties":{"time":1714566896000,"distinct_id":"d","ip":0}}"#
        #expect(try mapped("--from posthog", line) == event)
    }

    @Test func `rows of GA4 with their nulls and without become the same event`() throws {
        let line =
            #"{"event_name":"purchase","event_timestamp":"1714566896123456","user_pseudo_id":"1.2","event_params":"#
        let sparse = #"[{"key":"a","value":{"int_value":"17"}},{"key":"b","value":{"string_value":"x"}}]}"#
        let full =
            #"[{"key":"a","value":{"string_value":null,"int_value":"17","float_value":null}},"#
            + #"{"key":"b","value":{"string_value":"x","int_value":null}}],"user_id":null}"#
        let event = try mapped("--from ga4", line + sparse)
        #expect(try mapped("--from ga4", line + full) == event)
        #expect(event.contains(#""a":17,"b":"x""#))
    }
}
