import MixpanelImport

/// The commands to run next.
struct PageSteps {
    let reports: ReviewedReports

    var markup: HTML {
        let steps = NextSteps(reports, program: "mixport").steps
        guard !steps.isEmpty else { return "" }
        let items = steps.map { step -> HTML in "<li><span>\(step.text)</span>\(Self.command(step.command))</li>" }
        return """
            <section><div class="h"><h2>What to do next</h2><small>INPUT is the file that was imported</small></div>
            <ol class="next">\(items)</ol></section>
            """
    }

    /// A command to be copied; the button is the script's.
    static func command(_ text: String) -> HTML { "<div class=\"cmd\"><code>\(text)</code></div>" }
}
