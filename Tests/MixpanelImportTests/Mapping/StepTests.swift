import MixpanelImport
import Testing

/// What passes, and what is unwrapped.
@Suite struct StepTests {
    @Test func `where passes over lines for which it does not hold, and leaves the others as they are`() throws {
        let options = "--where .a == 1 and .b or .c != null\n--where '.d != \"x\"'"
        func result(_ line: String) throws -> MappedLine { try MappingRun(options, line).result }
        #expect(try result(#"{"a":1.0,"b":0}"#) == .unchanged(0..<15))
        #expect(try result(#"{"a":1,"b":false}"#) == .skipped(.where))
        #expect(try result(#"{"a":2,"c":false}"#) == .unchanged(0..<17))
        #expect(try result(#"{"c":1,"d":"\u0078"}"#) == .skipped(.where))
        #expect(try result(" \t") == .blank)
    }

    @Test func `a word may follow a number at once`() throws {
        #expect(try MappingRun("--where .a==1and.b", #"{"a":1,"b":0}"#).result != .skipped(.where))
        #expect(try MappingRun("--where .a==-1.5e0or.b", #"{"a":1,"b":false}"#).result == .skipped(.where))
    }

    @Test func `a line that is no JSON is rejected before where is asked`() throws {
        #expect(try mapped("--where .a", #"{"b":01}"#).hasPrefix("not_json at 7"))
        #expect(try mapped("--where .a", #"[1]"#).hasPrefix("not_object at 1"))
        #expect(try mapped("--where .a", #"{"b":1} x"#).hasPrefix("not_json at 9"))
        #expect(try mapped("--where .a", "{\"b\":\"\u{1}\"}").hasPrefix("not_json at 7"))
        let deep = #"{"a":"# + String(repeating: "[", count: 128) + String(repeating: "]", count: 128) + "}"
        #expect(try mapped("--where .a[0][0]", deep).hasPrefix("too_deep at 133"))
    }

    @Test(arguments: [
        ("1", "1.0"), ("1e2", "100"), ("-0", "0.000"), ("12300e-2", "123"), ("1e400", "10e399"), ("0.1", "1E-1"),
        ("9007199254740993", "9007199254740993.0"), ("1e99999999999999999999", "1e99999999999999999999"),
    ])
    func `numbers are compared as numbers, exactly`(left: String, right: String) throws {
        #expect(try MappingRun("--where .a == \(left)", #"{"a":\#(right)}"#).result != .skipped(.where))
        #expect(try MappingRun("--where .a != \(right)", #"{"a":\#(left)}"#).result == .skipped(.where))
    }

    @Test(arguments: [
        ("1", "-1"), ("9007199254740993", "9007199254740992"), ("1e400", "1e401"), ("10", "1"), ("0", "1"),
        ("1.01", "1.1"),
    ])
    func `numbers that are not the same differ`(left: String, right: String) throws {
        #expect(try MappingRun("--where .a == \(left)", #"{"a":\#(right)}"#).result == .skipped(.where))
    }

    @Test func `unwrap continues with an object, or with the one in a text`() throws {
        let run = try MappingRun("--unwrap .m", #"{"m": {"event":"A","properties":{ }},"x":1}"#)
        #expect(run.event == #"{"event":"A","properties":{ }}"#)
        #expect(run.result == .unchanged(6..<36))
        let text = try MappingRun("--unwrap .m", #"{"m":"START {x} {\"event\":\"A\",\n\"properties\":{}} END"}"#)
        #expect(text.event == #"{"event":"A", "properties":{}}"#)
        #expect(text.result == .written)
        #expect(try mapped("--unwrap .m // .", #"{"event":"A"}"#) == #"{"event":"A"}"#)
    }

    @Test func `a text without an object is passed over, one with a cut or a second one is rejected`() throws {
        #expect(try mapped("--unwrap .m", #"{"m":"nothing { here }"}"#) == "skipped: unwrap")
        #expect(try mapped("--unwrap .m", #"{"m":5}"#) == "skipped: unwrap")
        #expect(try mapped("--unwrap .m", #"{}"#) == "skipped: unwrap")
        let cut =
            "not_json at 6: In the text that was unwrapped, at byte 7: Expected ',' or '}', found the end of the line."
        #expect(try mapped("--unwrap .m", #"{"m":"{\"a\":1"}"#) == cut)
        let second = "not_json at 6: The text that was unwrapped holds a second object."
        #expect(try mapped("--unwrap .m", #"{"m":"{\"a\":1} {\"b\":2}"}"#) == second)
    }

    @Test func `steps follow each other as they stand, and $line stays the whole line`() throws {
        let options = """
            --where .a
            --unwrap .m
            --where .b == $
            --map event=.e
            --map time=$line.t
            --map all=$line | tostring
            --map inner=.
            --keep all,inner
            """
        let line = #"{"a":1,"m":"x {\"b\":2,\"e\":\"A\"}","t":1700000000}"#
        #expect(throws: MappingOptionError.self) { try mapped(options, line) }
        let event =
            #"{"event":"A","properties":{"time":1700000000000,"distinct_id":"","all":"{\"a\":1,\"m\":\"x {\\\"b\\\":2,"#
            + #"\\\"e\\\":\\\"A\\\"}\",\"t\":1700000000}","inner":{"b":2,"e":"A"}}}"#
        #expect(try mapped(options.replacing("== $", with: "== 2"), line) == event)
    }

    @Test func `faults in what was unwrapped have the column of its text`() throws {
        let options = "--unwrap .m\n--map event=.e\n--map time=.t"
        #expect(try mapped(options, #"{"m":"{\"e\":\"A\",\"t\":\"x\"}"}"#).hasPrefix("bad_time at 6"))
        #expect(try mapped(options, #"{"m":{"e":"A","t":"x"}}"#).hasPrefix("bad_time at 19"))
    }

    @Test func `a prefix before the first object is passed over`() throws {
        let line = #"2024-05-01T12:34:56Z stdout F {x} { "event":"A" }"#
        #expect(try mapped("--skip-prefix", line) == #"{ "event":"A" }"#)
        #expect(try MappingRun("--skip-prefix", "no {object}").result == .skipped(.prefix))
        #expect(try mapped("--skip-prefix", #"app | {"a":}"#).hasPrefix("not_json at 12"))
        let event = #"{"event":"A","properties":{"time":1700000000000,"distinct_id":""}}"#
        #expect(try mapped("--skip-prefix\n--map time=.t", #"x {"event":"A","t":1700000000}"#) == event)
        #expect(try mapped("--skip-prefix\n--map time=.t", #"x {"event":"A","t":"-"}"#).hasPrefix("bad_time at 20"))
    }

    @Test func `levels are counted anew in text, and there are 128 at most`() throws {
        func line(levels: Int) -> String {
            let arrays = String(repeating: "[", count: levels - 1) + String(repeating: "]", count: levels - 1)
            return #"{"m":"{\"a\":"# + arrays + #"}"}"#
        }
        #expect(try MappingRun("--unwrap .m", line(levels: 128)).result == .written)
        #expect(try mapped("--unwrap .m", line(levels: 129)).hasPrefix("too_deep at 6: In the text"))
        let options =
            "--parse .m\n--map event=\"E\"\n--map time=1700000000\n--map kind=select(.m.a) | \"object\"\n--keep kind"
        #expect(try MappingRun(options, line(levels: 128)).properties?["kind"] == .string("object"))
        #expect(try MappingRun(options, line(levels: 129)).properties?["kind"] == nil)
    }
}
