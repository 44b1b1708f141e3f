import MixpanelSandbox
import Testing

/// What a dry run foretells, against the import.
@Suite struct ForecastTests {
    private func forecast(_ outcome: Outcome) throws -> [String: Any] {
        try #require(outcome.json?["forecast"] as? [String: Any], "\(outcome)")
    }

    @Test func `the import is as foretold`() async throws {
        let dry = try await Case(Event.lines(5_000), "--dry-run", "--json").gives(exit: 0, .valid(5_000))
        let real = try await Case(Event.lines(5_000)).gives(exit: 0, .imported(5_000))
        let forecast = try forecast(dry)
        let bytes = try #require(forecast["bytes"] as? [String: Int])
        #expect(forecast["events"] as? Int == real.served.ledger.events)
        #expect(forecast["distinct_events"] as? Int == real.served.ledger.distinct)
        #expect(forecast["distinct_users"] as? Int == 7)
        #expect(forecast["standard_error"] as? Double == 0)
        #expect(forecast["requests"] as? Int == real.served.requests.count)
        #expect(bytes["raw"] == real.served.requests.reduce(0) { $0 + $1.bytes })
        #expect(forecast["report_bytes"] as? Int == real.report?.count)
    }

    @Test func `equal lines are different events where ids are made of line numbers`() async throws {
        let lines = String(repeating: Event.anonymous(1) + "\n", count: 30)
        let same = try await Case(lines, "--dry-run", "--json").gives(exit: 0, .valid(30))
        #expect(try forecast(same)["distinct_events"] as? Int == 1)
        let different = try await Case(lines, "--dry-run", "--json", "--insert-id", "line").gives(exit: 0, .valid(30))
        #expect(try forecast(different)["distinct_events"] as? Int == 30)
    }

    @Test func `a size is foretold also where the first lines are skipped`() async throws {
        let lines = Event.lines(1...2_000) + Event.lines(2_001...3_000, #","last":true"#)
        let outcome = try await Case(lines, "--dry-run", "--json", "--where", ".properties.last").gives(
            exit: 0,
            .valid(1_000),
            .skipped(2_000)
        )
        let bytes = try #require(try forecast(outcome)["bytes"] as? [String: Int])
        let (raw, compressed) = (bytes["raw"] ?? 0, bytes["compressed"] ?? 0)
        #expect(raw > 100_000 && raw / 100 < compressed && compressed < raw / 4, "\(bytes)")
    }

    @Test(arguments: [10, 5_000]) func `no advice is about more events than there are`(_ count: Int) async throws {
        for mode in [["--dry-run"], []] {
            let amount = Amount(count)
            let outcome = try await Case(.bytes(Array(Event.lines(count).utf8)), mode + ["--json"]).gives(
                exit: 0,
                mode.isEmpty ? .imported(amount) : .valid(amount)
            )
            let advice = try #require(outcome.json?["advice"] as? [[String: Any]])
            let place = advice.first { $0["kind"] as? String == "no_place" }
            let old = advice.first { $0["kind"] as? String == "older_than_two_years" }
            #expect(old?["count"] as? Int == count && old?["is_estimate"] as? Bool == false, "\(advice)")
            let places = try #require(place?["count"] as? Int)
            // All events are alike, so that any sample of them tells the number.
            #expect(places == count, "\(advice)")
        }
    }
}
