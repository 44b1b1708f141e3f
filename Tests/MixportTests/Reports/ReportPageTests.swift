import Foundation
import Testing

/// The page: one file, safe against what reports hold, with all that it shows as text.
@Suite struct ReportPageTests {
    /// Ends elements and attributes, also where a mark follows a quote so that both are one character.
    static let attack =
        #"x"\#u{301} onmouseover="own()'\#u{301} onfocus='own()</script></style><img src=x onerror=own()> &lt;"#
        .replacing("own()", with: "document.documentElement.dataset.owned=1")
    private static let json = attack.replacingOccurrences(of: "\"", with: "\\\"", options: .literal)

    /// The attack in each text that a report, its raw lines and its summary can hold.
    static let hostile: ReportCase = {
        let rows =
            #"{"source":"\#(json)","line":1,"status":"rejected","by":"server","reason":"\#(json)","field":"a.\#(json)","message":"\#(json)"}"#
            + "\n" + #"{"source":"b","line":1,"status":"unknown","reason":"timeout","message":"\u202e\u0000\#(json)"}"#
            + "\n"
            + #"{"source":"b","line":2,"status":"rejected","by":"\#(json)","reason":"not_json","column":3,"message":"x"}"#
            + "\n"
        return ReportCase([
            name: rows, "\(stem).rejects.ndjson": "\(attack)\n{\"\(attack)\n", "\(stem).pending.ndjson": "\(attack)\n",
            "\(stem).summary.json": #"""
            {"complete":true,"exit_code":75,"requests":3,"retries":{"\#(json)":2},"bytes":{"raw":10,"compressed":5},
            "seconds":1.5,"rate":{"seconds":1,"lines":[1,2],"troubles":[{"cause":"\#(json)","from":0,"to":1},
            {"cause":"\#(json)","from":1e-9,"to":1e300},{"cause":"x","from":-5,"to":1e11}]},"events":{"\#(json)":4,"b":1},"days":{"\#(json)":4,"2026-11-27":1}}
            """#,
        ])
    }()
    private static let stem = #"<i onclick=own()>" '&"#
    static let name = stem + ".ndjson"

    @Test func `nothing in the data becomes markup`() async throws {
        let page = try await Self.hostile.run(Self.name, "--html").standardOutput
        let markup = PageMarkup(page)
        let plain = PageMarkup(try await Self.plain.run("r.ndjson", "--html").standardOutput)
        #expect(markup.names.subtracting(plain.names).isEmpty, "\(markup.names.subtracting(plain.names))")
        #expect(
            markup.attributes.subtracting(plain.attributes).isEmpty,
            "\(markup.attributes.subtracting(plain.attributes))"
        )
        #expect(!markup.attributes.contains { $0.hasPrefix("on") })
        #expect(page.components(separatedBy: "<script").count == 2 && page.components(separatedBy: "<style").count == 2)
        #expect(!markup.text.contains("<") && !markup.text.contains("\u{202E}"))
        // It is there, as text: in the reason, its message, a raw line, the name of an event.
        #expect(markup.text.components(separatedBy: "&lt;img src=x onerror=").count > 8)
    }

    /// Every part of a page, of good data.
    static let plain: ReportCase = {
        let rows =
            (1...400).map { line in
                switch line {
                case 100...140: ReportCase.refused(line)
                case 200...220: ReportCase.pending(line)
                case _ where line % 50 == 0: ReportCase.rejected(line, column: 3)
                default: ReportCase.good(line)
                }
            }.joined() + ReportCase.row(401, #""status":"blank""#)
            + ReportCase.row(402, #""status":"skipped","reason":"where""#)
        let rejects = (1...400).filter { (100...140).contains($0) || $0 % 50 == 0 && !(200...220).contains($0) }
        return ReportCase([
            "r.ndjson": rows,
            "r.rejects.ndjson": rejects.map { #"{"n":\#($0),"properties":{"time":17000000}}"# + "\n" }.joined(),
            "r.pending.ndjson": (200...220).map { #"{"n":\#($0)}"# + "\n" }.joined(),
            "r.summary.json": """
            {"schema":1,"complete":true,"exit_code":75,"counts":{"lines":402},"requests":12,"retries":{"timeout":8},
            "bytes":{"raw":123456,"compressed":23456},"seconds":61.5,"input":{"bytes":234567},
                "waits":{"http_503":12.5},"rate":{"seconds":1,"lines":[10,20,0,0,30],
                "troubles":[{"cause":"http_503","from":2,"to":4},{"cause":"http_429","from":4.2,"to":4.5}]},"started":"2026-11-27T01:02:03Z",
                "advice":[{"kind":"one_time","text":"all lines share one time","count":3,"first_line":1}],"events":{"Page View":300,"Search":34},
            "days":{"2026-11-24":100,"2026-11-25":134,"55841-01-01":100}}
            """,
        ])
    }()

    @Test func `the page says as text what it shows`() async throws {
        let text = PageMarkup(try await Self.plain.run("r.ndjson", "--html").standardOutput).text
        for fact in [
            "83.00 % ", "imported. 47 lines need fixing, 21 can be sent again.",
            "complete: the input ended after 402 lines, 234,567 bytes", "waited: http_503", "at most 30 lines a second",
            "nothing got through: 503, 2.0s", "503 for 2.0s", "nothing got through: 429, 0.3s",
            "all lines share one time", "2026-11-27T01:02:03Z",
            "mixport replay r.ndjson", "time: must not be in the future", "100 to 140", "Not JSON", "no answer in time",
            "lines are pending", "Page View", "300", "55841-01-01", "1m01s", "--reason validation",
            #"{&quot;n&quot;:100,&quot;properties&quot;:{&quot;time&quot;:17000000}}"#,
        ] { #expect(text.contains(fact), "\(fact) in \(text)") }
    }

    /// Without its script the page has no other way to say which lines it knows.
    @Test func `lines that the report does not have are none of the imported ones`() async throws {
        let rows = ReportCase.good(3) + ReportCase.refused(5)
        let page = try await ReportCase(["r": rows]).run("r", "--html").standardOutput
        let runs = try #require(page.firstMatch(of: /data-runs="([^"]*)"/)?.1)
        #expect(runs.split(separator: ";").count == 3, "\(runs)")
    }

    private static func text(_ rows: String, _ summary: String) async throws -> String {
        let files = ["r": rows, "r.summary.json": summary]
        return PageMarkup(try await ReportCase(files).run("r", "--html").standardOutput).text
    }

    @Test func `shares say what they are shares of`() async throws {
        let text = PageMarkup(try await Self.plain.run("r.ndjson", "--html").standardOutput).text
        #expect(
            text.contains("83.00 % of 400 events imported.") && text.contains("imported, 82.58 % of lines"),
            "\(text)"
        )
    }

    @Test func `one is one`() async throws {
        let advice = #"{"kind":"too_many_of_one_user","text":"\#(Self.hotshard)","count":1,"first_line":7}"#
        let text = try await Self.text(
            ReportCase.good(1),
            #"{"complete":true,"counts":{"lines":1},"events":{"A":1},"advice":[\#(advice)]}"#
        )
        #expect(text.contains("1 name, days in UTC") && text.contains("The one event is imported."), "\(text)")
        #expect(text.contains("1 distinct_id has more than 200,000 events in a day"), "\(text)")
    }

    private static let hotshard = "times one distinct_id has more than 200,000 events in a day: Mixpanel renames them"

    @Test func `advice comes with how many and the first line`() async throws {
        let text = PageMarkup(try await Self.plain.run("r.ndjson", "--html").standardOutput).text
        #expect(text.contains("3 all lines share one time, first on line 1"), "\(text)")
    }

    @Test func `no two reasons have one name, and nobody finds what has no verdict`() async throws {
        let rows = ["undelivered", "unknown"].enumerated().map { index, status in
            ReportCase.row(index + 1, #""status":"\#(status)","reason":"stopped""#)
        }
        let page = try await ReportCase(["r": rows.joined()]).run("r", "--html").standardOutput
        let legend = page.matches(of: /<span><i class="dot c[0-9]"><\/i>([^<]*)<\/span>/).map { String($0.1) }
        #expect(legend.count == 2 && Set(legend).count == 2, "\(legend)")
        let finders = page.matches(of: /<span class="by">([^<]*)<\/span>/).map { String($0.1) }
        #expect(finders.count == 2 && finders.allSatisfy { !["undelivered", "unknown"].contains($0) }, "\(finders)")
    }

    @Test func `the page loads nothing`() async throws {
        let page = try await Self.plain.run("r.ndjson", "--html").standardOutput
        #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("//"))
        let markup = PageMarkup(page)
        #expect(markup.names.isDisjoint(with: ["link", "img", "iframe", "a", "form", "base"]))
        #expect(markup.attributes.isDisjoint(with: ["src", "href", "style", "action"]))
    }

    @Test func `the page is small, however many reasons and long texts there are`() async throws {
        let long = String(repeating: "\\u202e", count: 300)
        // Enough of each: reasons with their examples, and stretches of lines.
        let rows = (1...14_000).map { line in
            if line % 2 == 0 { return ReportCase.good(line) }
            if line > 1_200 { return ReportCase.rejected(line) }
            let word = String(line % 300, radix: 2).map { $0 == "0" ? "a" : "b" }.joined()
            let text = #""field":"\#(word)","message":"\#(word)\#(long)","raw":"\#(long)\#(long)""#
            return ReportCase.row(line, #""status":"rejected","by":"server","reason":"validation",\#(text)"#)
        }
        let page = try await ReportCase(["r": rows.joined()]).run("r", "--html").output
        #expect(page.count < 400_000, "\(page.count)")
    }

    @Test(arguments: ["", ReportCase.good(1), ReportCase.row(1, #""status":"blank""#)])
    func `a page of next to nothing`(
        rows: String
    ) async throws {
        let page = try await ReportCase(["r": rows]).run("r", "--html").standardOutput
        #expect(page.hasSuffix("</html>\n"))
    }

    @Test func `several reports are one page`() async throws {
        let reports = ReportCase(["a": ReportCase.refused(1), "b": ReportCase.refused(1) + ReportCase.good(2)])
        let text = PageMarkup(try await reports.run("a", "b", "--html").standardOutput).text
        #expect(text.contains("2 reports") && text.contains("a, line 1 to b, line 1"), "\(text)")
    }

    /// The browser runs and applies what has these hashes, and nothing else.
    @Test(arguments: ["style", "script"]) func `the policy names the page's own style and script`(
        name: String
    ) async throws {
        let page = try await Self.plain.run("r.ndjson", "--html").standardOutput
        let start = try #require(page.range(of: "<\(name)>")?.upperBound)
        let end = try #require(page.range(of: "</\(name)>")?.lowerBound)
        let hash = try await Tool.run("openssl", "dgst", "-sha256", "-binary", input: Array(page[start..<end].utf8))
        let text = "\(name)-src &#39;sha256-\(Data(hash.output).base64EncodedString())&#39;"
        #expect(page.contains(text), "\(text)")
    }
}
