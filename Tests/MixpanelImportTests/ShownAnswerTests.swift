import Foundation
import MixpanelImport
import Testing

@Suite struct ShownAnswerTests {
    private func message(_ body: String, secrets: [String] = [], status: Int = 502) -> String? {
        ImportResponse(status: status, body: Array(body.utf8), mask: SecretMask(secrets)).answer(events: 1) { _ in nil }
            .message
    }

    @Test func `no secret is shown, whether its base64 is padded or not`() {
        let secrets = ["a-secret-token", "YS1zZWNyZXQtdG9rZW46=="]
        #expect(message(#"{"error":"a-secret-token!"}"#, secrets: secrets) == "…!")
        #expect(message(#"{"error":"Basic YS1zZWNyZXQtdG9rZW46=="}"#, secrets: secrets) == "Basic …")
        #expect(message(#"{"error":"Basic YS1zZWNyZXQtdG9rZW46, bad"}"#, secrets: secrets) == "Basic …, bad")
        #expect(message("xx YS1zZWNyZXQtdG9rZW46 yy", secrets: secrets) == "xx … yy")
    }

    /// Of a service account, whose secret has characters that JSON, URLs and HTML write in another way.
    private static let secret = #"ab+cd/ef&gh"ij<kl=mn?op"#
    private static let header = Data("acct.name:\(secret)".utf8).base64EncodedString()

    @Test(arguments: [
        #"ab+cd\/ef&gh\"ij<kl=mn?op"#, #"ab+cd/ef\u0026gh\u0022ij\u003Ckl=mn?op"#,
        "ab%2Bcd%2Fef%26gh%22ij%3Ckl%3Dmn%3Fop", "ab%2bcd/ef%26gh%22ij%3ckl%3dmn%3fop",
        "ab+cd/ef&amp;gh&quot;ij&lt;kl=mn?op", "ab&#43;cd/ef&#x26;gh&#34;ij&lt;kl=mn?op", secret.uppercased(),
        String(secret.prefix(18)), String(secret.suffix(14)), header, String(header.prefix(30)),
        String(header.suffix(20)),
        header.replacing("+", with: "-").replacing("/", with: "_"), header.replacing("=", with: "%3D"),
        Data(secret.utf8).base64EncodedString(),
    ])
    func `no secret is shown in another spelling, or in part`(spelling: String) {
        let secrets = [Self.secret, Self.header]
        let text = message("<p>bad \(spelling) end</p>", secrets: secrets) ?? ""
        #expect(text.hasPrefix("<p>bad …") && text.hasSuffix(" end</p>") && text.count < 24, "\(text)")
        let escaped =
            message(
                #"{"error":"bad \#(spelling.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")) end"}"#,
                secrets: secrets
            ) ?? ""
        #expect(escaped.hasPrefix("bad …") && escaped.hasSuffix(" end") && escaped.count < 17, "\(escaped)")
    }

    @Test func `a secret that looks like an escape is found`() {
        #expect(message("x ab%41cd&amp;12 y", secrets: ["ab%41cd&amp;12"]) == "x … y")
        #expect(message("x ab%2541cd%26amp;12 y", secrets: ["ab%41cd&amp;12"]) == "x … y")
        #expect(
            message("100% of & \\ %zz &x; \\u12 é%", secrets: ["ab%41cd&amp;12"]) == "100% of & \\ %zz &x; \\u12 é%"
        )
    }

    @Test(arguments: ["", "e", "token", "1234567", "=", "ab======"])
    func `what is too short to be a secret tears no word apart`(secret: String) {
        let text = "the token 1234567 is no letter e = ab"
        #expect(message(text, secrets: [secret]) == text)
    }

    @Test(arguments: [
        ("<html><head><TITLE>\n 502 Bad\tGateway </title></head><body>Call 555</body></html>", "502 Bad Gateway"),
        ("<!doctype html>\n<title lang=en>Sign in</title>", "Sign in"),
        ("<title>unfinished", "unfinished"),
        ("<html><title></title>none", "<html><title></title>none"),
        ("<p>none", "<p>none"),
        ("upstream <title>x</title>", "upstream <title>x</title>"),
    ])
    func `a page is shown by its title`(page: String, shown: String) {
        #expect(message(page) == shown)
    }
}
