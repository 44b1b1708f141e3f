/// How the client that asks wants to be answered.
enum AnswerStyle {
    /// As `/import` answers those who send it JSON.
    case json
    /// `1` or `0`: https://docs.mixpanel.com/reference/track-event
    case digit
    /// With `verbose=1`.
    case verbose

    /// Of what is as it always was, or of the request as a whole.
    func response(error: String?) -> SandboxResponse {
        if case .verbose = self {
            let text = error.map { "\"\(JSONText.escaped($0))\"" } ?? "null"
            return SandboxResponse(200, body: #"{"error":\#(text),"status":\#(error == nil ? 1 : 0)}"#)
        }
        return SandboxResponse(200, type: "text/plain", body: error == nil ? "1" : "0")
    }
}
