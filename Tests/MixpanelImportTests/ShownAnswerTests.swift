import MixpanelImport
import Testing

@Suite struct ShownAnswerTests {
    private func message(_ body: String, secrets: [String] = [], status: Int = 502) -> String? {
        ImportResponse(status: status, body: Array(body.utf8), secrets: secrets).answer(events: 1) { _ in nil }.message
    }

    @Test func `no secret is shown, whether its base64 is padded or not`() {
        let secrets = ["a-secret-token", "YS1zZWNyZXQtdG9rZW46=="]
        #expect(message(#"{"error":"a-secret-token!"}"#, secrets: secrets) == "…!")
        #expect(message(#"{"error":"Basic YS1zZWNyZXQtdG9rZW46=="}"#, secrets: secrets) == "Basic …")
        #expect(message(#"{"error":"Basic YS1zZWNyZXQtdG9rZW46, bad"}"#, secrets: secrets) == "Basic …, bad")
        #expect(message("xx YS1zZWNyZXQtdG9rZW46 yy", secrets: secrets) == "xx … yy")
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
