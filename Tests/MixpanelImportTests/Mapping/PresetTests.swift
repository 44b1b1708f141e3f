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
