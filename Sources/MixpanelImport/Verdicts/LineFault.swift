/// The verdict on a line that this program itself refuses to send.
package struct LineFault: Error, Sendable {
    package var verdict: Verdict

    package init(_ verdict: Verdict) {
        self.verdict = verdict
    }
}
