import Foundation
import MixpanelImport
import Testing

/// `Retry-After` as it comes over the wire: a wait, none, or one that cannot be believed, which is zero.
@Suite struct RetryAfterTests {
    /// The wait that a response with these headers asks for.
    private static func wait(_ headers: [String]) async throws -> Duration? {
        let server = try LoopbackServer { _ in LoopbackServer.response(429, "slow down", headers: headers) }
        return try await HTTPTransport.withClient(
            for: server.project,
            transport: TransportOptions(),
            concurrency: 1,
            timeout: .seconds(20)
        ) { client in
            guard case .response(let response) = await client.send([]) else {
                Issue.record("no response")
                return nil
            }
            return response.retryAfter
        }
    }

    private static func date(in seconds: Int) -> String {
        var time = time(nil) + seconds
        var parts = tm()
        gmtime_r(&time, &parts)
        var text = [CChar](repeating: 0, count: 100)
        strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8($0) }, as: UTF8.self)
    }

    @Test func `no header, no wait`() async throws {
        #expect(try await Self.wait([]) == nil)
        #expect(try await Self.wait(["Retry-Later: 7"]) == nil)
    }

    @Test(arguments: [("1", 1), ("7", 7), ("299", 299), ("300", 300), ("  42  ", 42)])
    func `seconds from 1 to 300 are believed`(value: String, seconds: Int) async throws {
        #expect(try await Self.wait(["Retry-After: \(value)"]) == .seconds(seconds))
        #expect(try await Self.wait(["retry-after:\(value)"]) == .seconds(seconds))
    }

    @Test(arguments: [
        "0", "-5", "301", "1000000000", "99999999999999999999", "soon", "", "1.5", "7, 8", "7s", "0x10",
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 2094 08:49:37 GMT", "Foo, 99 Bar 2026 99:99:99 GMT",
        "Sun, 06 Nov -2147483648 08:49:37 GMT", "Sun, 2147483647 Nov 2147483647 08:49:37 GMT",
    ])
    func `anything else is not believed`(value: String) async throws {
        #expect(try await Self.wait(["Retry-After: \(value)"]) == .zero)
    }

    @Test func `two headers are not believed`() async throws {
        #expect(try await Self.wait(["Retry-After: 7", "Retry-After: 7"]) == .zero)
    }

    @Test func `a date within five minutes is believed`() async throws {
        // On a machine that stands still meanwhile, the date is nearer, or past, once it is read.
        let started = ContinuousClock.now
        let near = try #require(try await Self.wait(["Retry-After: \(Self.date(in: 250))"]))
        let most = Duration.seconds(250)
        let least = most - .seconds(2) - (.now - started)
        #expect(max(.zero, least)...most ~= near, "\(near), at least \(least)")
        #expect(try await Self.wait(["Retry-After: \(Self.date(in: 400))"]) == .zero)
        #expect(try await Self.wait(["Retry-After: \(Self.date(in: -10))"]) == .zero)
    }
}
