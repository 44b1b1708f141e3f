import Crypto
import FoundationEssentials
import MixpanelImport

/// Reports as one page that needs no network: what there is to know, in the order in which people ask.
struct ReportPage {
    let reports: ReviewedReports
    let examples: Examples

    static func write(_ reports: inout ReviewedReports, to output: StandardOutput) throws {
        var examples = Examples()
        try reports.read { line, finder, name in try examples.consider(line, finder, name) }
        try output.write(ReportPage(reports: reports, examples: examples).markup.text)
    }

    var markup: HTML {
        """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
        <title>\(Cut.text(title, 200)): \(reports.review.counts.rejected.grouped) rejected, \
        \(reports.review.counts.pending.grouped) pending</title>
        <style>\(Self.style)</style>
        <main>
        \(PageHead(reports: reports, title: title).markup)
        \(PageSteps(reports: reports).markup)
        \(PagePositions(reports: reports).markup)
        \(PageReasons(reports: reports, examples: examples).markup)
        \(runs)
        \(footer)
        </main>
        <script>\(Self.script)</script>
        </html>

        """
    }

    private var runs: HTML {
        let records = reports.records.compactMap(\.self)
        let sections = [PageEvents(records: records).markup, PageRun(records: records).markup].compactMap(\.self)
        return sections.count == 2 ? "<div class=\"two\">\(sections)</div>" : "\(sections)"
    }

    private var title: String {
        if let path = reports.onlyFile { return path.text }
        return reports.sources.count == 1 ? "standard input" : "\(reports.sources.count.grouped) reports"
    }

    private var footer: HTML {
        """
        <footer><span>mixport \(Version.current)</span><span>This page holds data of your users. It loads nothing from the \
        network.</span></footer>
        """
    }

    private static let style = HTML.asset(PackageResources.page_css)
    private static let script = HTML.asset(PackageResources.page_js)

    /// Nothing is loaded, and nothing runs but the script of the program, should markup ever get into the page after all.
    private static let policy =
        "default-src 'none'; style-src '\(hash(style))'; script-src '\(hash(script))'; base-uri 'none'; form-action 'none'"

    private static func hash(_ markup: HTML) -> String {
        "sha256-" + Data(SHA256.hash(data: Data(markup.text.utf8))).base64EncodedString()
    }
}
