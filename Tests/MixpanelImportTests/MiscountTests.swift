import MixpanelImport
import Testing

/// 200 with another number of events than were sent.
@Suite struct MiscountTests {
    @Test func `a count that is off once is a reason to ask once more`() {
        let run = DeliverySimulation(lines: 2_000).run { _ in .imported("1999") }
        #expect(run.requests.prefix(3).map(\.lines) == [0..<2_000, 0..<2_000, 0..<1_000])

        let mishap = DeliverySimulation(lines: 2_000).run { $0.number == 0 ? .imported("1999") : .ok }
        #expect(mishap.lines(.imported).count == 2_000)
        #expect(mishap.requests.count == 2)
    }

    @Test(arguments: [0, 777, 1_999])
    func `the one line that the service does not take is found`(missing: Int) {
        let run = DeliverySimulation(lines: 2_000).run {
            guard $0.carries(missing) else { return .ok }
            return .imported("\($0.lines.count - 1)", kept: .allBut([missing]))
        }
        #expect(run.lines(.rejected, .refused) == [missing], "\(run.summary)")
        #expect(run.lines(.imported).count == 1_999)
        #expect(run.requests.count <= 1 + 1 + 24, "\(run.summary)")
    }

    @Test(arguments: ["1999", "2001", "0", "-1", "4000"])
    func `close enough does not exist`(count: String) {
        let run = DeliverySimulation(lines: 2_000).run { $0.lines.count == 2_000 ? .imported(count) : .ok }
        #expect(run.requests.count == 4, "\(run.summary)")
        #expect(run.lines(.imported).count == 2_000)
    }

    @Test func `a line that the service counts twice is not called rejected`() {
        let run = DeliverySimulation(lines: 2_000).run { $0.carries(44) ? .imported("\($0.lines.count + 1)") : .ok }
        #expect(run.lines(.unknown) == [44], "\(run.summary)")
        #expect(run.lines(.imported).count == 1_999)
    }

    @Test(arguments: ["1999", "2001"])
    func `a line that is refused after a count that was off may be held`(count: String) {
        let run = DeliverySimulation(lines: 2_000).run {
            if $0.number == 0 { return .imported(count, kept: .all) }
            return $0.carries(777) ? .refused : .ok
        }
        #expect(run.lines(.unknown, .refused) == [777], "\(run.summary)")
        #expect(run.lines(.imported).count == 1_999)
        let large = DeliverySimulation(lines: 2_000).run {
            if $0.number < 2 { return .imported(count, kept: .all) }
            return $0.carries(777) ? .tooLarge(limit: nil) : .ok
        }
        #expect(large.lines(.unknown, .tooLarge) == [777], "\(large.summary)")
    }

    @Test func `what a miscounted answer leaves open is unknown when the run stops`() {
        var simulation = DeliverySimulation(lines: 2_000)
        simulation.stopsAt = .milliseconds(150)
        let run = simulation.run { _ in .imported("1999", kept: .allBut([7])) }
        #expect(run.lines(.unknown, .stopped).count == 2_000, "\(run.summary)")
    }

    @Test func `what a miscounted answer leaves open stays so for the halves`() {
        var simulation = DeliverySimulation(lines: 2_000)
        simulation.stopsAt = .milliseconds(250)
        let run = simulation.run { _ in .imported("1999", kept: .allBut([7])) }
        #expect(run.requests.count == 3)
        #expect(run.lines(.unknown, .stopped).count == 2_000, "\(run.summary)")
    }

    @Test func `a service that always counts wrongly ends the run`() {
        let run = DeliverySimulation(lines: 10_000).run { .imported("\($0.lines.count + 1)") }
        #expect(run.stopCause == .unexpectedResponses)
        #expect(run.lines(.rejected).isEmpty, "\(run.summary)")
        #expect(run.lines(.unknown, .badAnswer).count == 2_000, "\(run.summary)")
        #expect(run.requests.count <= 300, "\(run.summary)")
    }

    @Test(arguments: ["1", "{}", "OK", "", "<html>Log in</html>", #"{"status":1,"error":null}"#])
    func `a 200 that proves nothing is asked about again, then unknown`(body: String) {
        var simulation = DeliverySimulation(lines: 6_000)
        simulation.concurrency = 2
        let run = simulation.run { $0.batch == 1 ? SimulatedReply(status: 200, body: body) : .ok }
        #expect(run.lines(.unknown, .badAnswer) == Array(2_000..<4_000), "\(run.summary)")
        #expect(run.lines(.imported).count == 4_000)
        #expect(run.requests.count { $0.batch == 1 } == 8)
    }

    @Test func `a service that never proves anything ends the run`() {
        let run = DeliverySimulation(lines: 10_000).run { _ in SimulatedReply(status: 204) }
        #expect(run.stopCause == .unexpectedResponses)
        #expect(run.lines(.imported).isEmpty)
        #expect(run.lines(.unknown, .badAnswer).count == 2_000, "\(run.summary)")
        #expect(run.lines(.unknown, .stopped).count == 4_000)
        #expect(run.lines(.undelivered, .stopped).count == 4_000)
    }
}
