/// What is wrong before anything is sent, and the exit code that says so.
struct Failure: Error {
    var text: String
    var code: ExitStatus

    init(_ text: String, _ code: ExitStatus) {
        self.text = text
        self.code = code
    }
}
