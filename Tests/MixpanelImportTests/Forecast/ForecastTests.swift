import Testing

@testable import MixpanelImport

struct ForecastTests {
    private func forecast(_ lines: ArraySlice<String>) throws -> Forecast {
        var forecast = Forecast()
        try observe(Array(lines), from: lines.startIndex + 1) { forecast.add($0, $1, line: $2) }
        forecast.addRequest(plainBytes: lines.reduce(0) { $0 + $1.utf8.count }, compressedBytes: 10)
        return forecast
    }

    private func line(_ event: String, _ time: String, _ user: String, _ id: String?) -> String {
        let id = id.map { #""$insert_id":\#($0),"# } ?? ""
        return #"{"event":"\#(event)","properties":{\#(id)"time":\#(time),"distinct_id":\#(user)}}"#
    }

    @Test func `events are counted by name, user, time and identity`() throws {
        let lines = [
            line("Sign Up", "1714566896123", #""u1""#, #""a""#),
            line("Sign\\u0020Up", "1714566896123", #""u1""#, #""a""#),
            line("Sign Up", "1714566896", #""u1""#, #""a""#), line("View", "1714566896123", #""u1""#, #""a""#),
            line("View", "1714566999000", "17", #""b""#), line("View", "1714566999000", #""17""#, #""b""#),
            line("View", "1714566999000", #""""#, nil), line("View", "1714566999000", #""""#, nil),
        ]
        let forecast = try forecast(lines[...])
        #expect(forecast.events == 8)
        #expect(forecast.names.mostFrequent(20).map(\.text) == ["View", "Sign Up"])
        #expect(forecast.names.mostFrequent(20).map(\.events) == [5, 3])
        #expect(forecast.times == 1_714_566_896_000...1_714_566_999_000)
        #expect(forecast.histogram.bins.map(\.events).filter { $0 > 0 } == [4, 4])
        #expect(forecast.distinctUsers.count == 2)
        #expect(forecast.distinctEvents.count == 5)
    }

    @Test func `batches can be merged in any order`() throws {
        let lines = (0..<600).map {
            line("e\($0 % 7)", "\(1_714_566_896 + $0 * 997)", "\"u\($0 % 90)\"", "\"i\($0 % 400)\"")
        }
        let whole = try forecast(lines[...])
        let parts = try [400..<600, 0..<150, 150..<400].map { try forecast(lines[$0]) }
        let merged = parts.reduce(into: Forecast()) { $0.merge($1) }
        #expect(merged.events == 600)
        #expect(merged.names.mostFrequent(20) == whole.names.mostFrequent(20))
        #expect(merged.times == whole.times)
        #expect(merged.histogram.bins == whole.histogram.bins)
        #expect(merged.distinctUsers == whole.distinctUsers)
        #expect(merged.distinctEvents == whole.distinctEvents)
        #expect(merged.distinctUsers.count == 90)
        #expect(merged.requests == 3)
        #expect(merged.plainBytes == whole.plainBytes)
        #expect(merged.compressedBytes == 30)
    }

    @Test func `the service's limits say how long it takes`() {
        var forecast = Forecast()
        forecast.addRequest(plainBytes: 24_000_000_000, compressedBytes: 1)
        #expect(forecast.leastDuration == .seconds(720))
    }

    @Test func `events that are many and small take longer than their bytes`() throws {
        var forecast = try forecast([line("e", "1714566896", #""u""#, nil)][...])
        for _ in 0..<16 {
            forecast.merge(forecast)
        }
        #expect(forecast.events == 65_536)
        #expect(forecast.leastDuration == .milliseconds(2_185))
    }

    @Test func `a time that cannot be read is in no span`() throws {
        let times = ["\"2024-05-01\"", "1714566896.5", "-5", "null", "12345678901234567890"]
        let forecast = try forecast(times.map { line("e", $0, #""u""#, nil) }[...])
        #expect(forecast.times == nil)
        #expect(forecast.events == 5)
        #expect(forecast.distinctEvents.count == 5)
    }
}
