import Foundation
import Testing

/// The page in a real browser, where there is one.
@Suite(.enabled(if: Browser.isThere), .serialized) struct ReportBrowserTests {
    @Test func `the script makes the page handy, and no data runs as one`() async throws {
        let page = try await ReportPageTests.hostile.run(ReportPageTests.name, "--html").output
        let document = try await Browser.document(page)
        #expect(!document.contains("data-owned"), "\(document.prefix(300))")
        let commands = document.components(separatedBy: #"<div class="cmd">"#).count - 1
        #expect(commands > 0 && document.components(separatedBy: ">copy</button>").count - 1 == commands)
    }

    @Test func `a line is looked up in the page`() async throws {
        let page = try await ReportPageTests.plain.run("r.ndjson", "--html").output
        let asked = """
            const input = document.querySelector(".find input"), answers = [];
            for (const line of [1, 100, 140, 141, 200, 401, 402, 403]) {
              input.value = line.toLocaleString("en");
              input.oninput();
              answers.push(document.querySelector(".find output").textContent);
            }
            document.documentElement.dataset.answers = answers.join("|");
            """
        let document = try await Browser.document(page, script: asked)
        let answers = try #require(document.firstMatch(of: /data-answers="([^"]*)"/)?.1)
        #expect(
            answers
                == "imported|not imported: time: must not be in the future|not imported: time: must not be in the future"
                + "|imported|not imported: Unknown: no answer in time|blank|not imported: Skipped: left out by --where"
                + "|there is no such line"
        )
    }

    @Test func `a line that a report of some lines only does not have is said not to be in it`() async throws {
        let rows = ReportCase.good(3) + ReportCase.refused(5) + ReportCase.good(6) + ReportCase.good(9)
        let page = try await ReportCase(["r": rows]).run("r", "--html").output
        let asked = """
            const input = document.querySelector(".find input"), answers = [];
            for (const line of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
              input.value = line;
              input.oninput();
              answers.push(document.querySelector(".find output").textContent);
            }
            document.documentElement.dataset.answers = answers.join("|");
            """
        let document = try await Browser.document(page, script: asked)
        let answers = try #require(document.firstMatch(of: /data-answers="([^"]*)"/)?.1)
        let other = "not in this report"
        #expect(
            answers
                == "\(other)|\(other)|imported|\(other)|not imported: time: must not be in the future|imported"
                + "|\(other)|\(other)|imported|\(other)"
        )
    }

    @Test(arguments: [500, 1000, 1600]) func `nothing is wider than the window`(width: Int) async throws {
        for (report, name) in [(ReportPageTests.plain, "r.ndjson"), (ReportPageTests.hostile, ReportPageTests.name)] {
            let page = try await report.run(name, "--html").output
            let measured = """
                for (const details of document.querySelectorAll("details")) details.open = true;
                document.documentElement.dataset.widths = innerWidth + " " + document.documentElement.scrollWidth;
                """
            let document = try await Browser.document(page, script: measured, width: width)
            let widths = try #require(document.firstMatch(of: /data-widths="(\d+) (\d+)"/))
            #expect(Int(widths.1) == width && Int(widths.2) ?? .max <= width, "\(widths.0)")
        }
    }
}
