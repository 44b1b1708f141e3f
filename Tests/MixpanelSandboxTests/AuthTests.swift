import Foundation
import MixpanelSandbox
import Testing

@Suite struct AuthTests {
    private let unauthorized = #"{"code":401,"error":"Invalid credentials","status":"Unauthorized"}"#

    @Test(arguments: [
        ("0123456789abcdef0123456789abcdef:", "/import?strict=1"),
        ("importer.a1b2c3.mp-service-account:secret", "/import?strict=1&project_id=42"),
        ("a legacy secret:", "/import?strict=1"),
    ])
    func `all three kinds of credentials are taken`(credentials: String, target: String) async throws {
        try await Sandbox.withServer { sandbox in
            let answer = try await post(sandbox, request(events(1), target: target, auth: basic(credentials)))
            #expect(answer.status == 200)
        }
    }

    @Test func `credentials that are not well-formed are refused`() async throws {
        try await Sandbox.withServer { sandbox in
            let headers = [
                nil, "Bearer", "Bearer ", "Bearer a b", "Basic", "Basic %%%", basic("no colon"), basic(":password"),
            ]
            for header in headers {
                let answer = try await post(sandbox, request(events(1), auth: header))
                #expect(answer.status == 401, "\(header ?? "none")")
                #expect(answer.body == unauthorized, "\(header ?? "none")")
            }
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 0)
            #expect(ledger.statuses == [401: headers.count])
        }
    }

    @Test func `a token of OAuth is taken, for a project`() async throws {
        try await Sandbox.withServer { sandbox in
            let target = "/import?strict=1&project_id=42"
            let taken = try await post(sandbox, request(events(1), target: target, auth: "Bearer abc"))
            #expect(taken.status == 200)
            let refused = try await post(sandbox, request(events(1), auth: "Bearer abc"))
            #expect(refused.status == 401)
        }
        var configuration = SandboxConfiguration()
        configuration.credentials = BasicAuth(user: "someone", password: "right")
        try await Sandbox.withServer(configuration) { sandbox in
            let target = "/import?strict=1&project_id=42"
            let other = try await post(sandbox, request(events(1), target: target, auth: "Bearer abc"))
            #expect(other.status == 401)
        }
    }

    @Test func `a service account without a project is refused with the service's words`() async throws {
        try await Sandbox.withServer { sandbox in
            let auth = basic("importer.a1b2c3.mp-service-account:secret")
            let answer = try await post(sandbox, request(events(1), auth: auth))
            #expect(answer.status == 401)
            #expect(answer.body.contains("Unauthorized, invalid project secret. See docs"), "\(answer.body)")
        }
    }

    @Test func `where credentials are expected, others are refused`() async throws {
        var configuration = SandboxConfiguration()
        configuration.credentials = BasicAuth(user: "someone", password: "right")
        try await Sandbox.withServer(configuration) { sandbox in
            let target = "/import?strict=1&project_id=1"
            let right = try await post(sandbox, request(events(1), target: target, auth: basic("someone:right")))
            #expect(right.status == 200)
            let wrong = try await post(sandbox, request(events(1), target: target, auth: basic("someone:wrong")))
            #expect(wrong.status == 401)
            #expect(wrong.body == unauthorized)
        }
    }

    private func basic(_ credentials: String) -> String {
        "Basic " + Data(credentials.utf8).base64EncodedString()
    }
}
