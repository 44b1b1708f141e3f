import MixpanelImport
import Testing

/// What becomes of the event, its time and its ids.
@Suite struct MappedEventTests {
    static let time = "--map time=1700000000"

    @Test func `without an option a line is the event, byte for byte`() throws {
        let mapping = try MappingRun.mapping("")
        #expect(mapping.isIdentity)
        #expect(try mapped("", #" {"event" : "a"}"#) == #"{"event" : "a"}"#)
    }

    @Test func `an event already keeps its properties under their names when one is set`() throws {
        let line =
            #"{"x":1,"event":"A","properties":{"ip":"::1","time":"1","$insert_id":7,"token":"t", "b" : [ 1 ,2.50]}}"#
        let event =
            #"{"event":"A","properties":{"time":"1","$insert_id":7,"ip":"::1","token":"t","b":[ 1 ,2.50],"s":"x"}}"#
        #expect(try mapped("--set s=x", line) == event)
    }

    @Test func `an event already without a time, an id or a user stays without`() throws {
        #expect(try mapped("--set s=1", #"{"event":"","properties":{}}"#) == #"{"event":"","properties":{"s":1}}"#)
    }

    @Test(arguments: [
        ("--map insert_id=.properties.x", #""time":1,"distinct_id":"u","$insert_id_":"own_1""#),
        ("--map distinct_id=.properties.x", #""time":1,"$insert_id":"own_1","distinct_id_":"u""#),
        ("--map distinct_id=.properties.y", #""time":1,"$insert_id":"own_1","distinct_id_":"u""#),
        ("--map distinct_id=.properties.y // .properties.x", #""time":1,"$insert_id":"own_1","distinct_id_":"u""#),
        ("--map distinct_id=.properties.x\n--drop distinct_id_", #""time":1,"$insert_id":"own_1","distinct_id_":"u""#),
        ("--map distinct_id=.properties.x\n--drop distinct_id", #""time":1,"$insert_id":"own_1""#),
        ("--map distinct_id=.properties.x\n--rename distinct_id=old", #""time":1,"$insert_id":"own_1","old":"u""#),
        (
            "--map distinct_id=.properties.x // .properties.distinct_id",
            #""time":1,"$insert_id":"own_1","distinct_id":"u""#
        ),
    ]) func `a field that is mapped is missing where its source is, whatever the event itself has`(
        options: String,
        expected: String
    ) throws {
        let line = #"{"event":"A","properties":{"time":1,"distinct_id":"u","$insert_id":"own_1","y":"undefined"}}"#
        let event = try mapped(options + "\n--drop y", line)
        #expect(event == #"{"event":"A","properties":{"# + expected + "}}")
    }

    @Test func `a null under the name of a field that is mapped is no property of another name`() throws {
        let line = #"{"event":"A","properties":{"distinct_id":null,"$insert_id":null,"time":1}}"#
        let options = "--map distinct_id=.x\n--map insert_id=.x"
        #expect(try mapped(options, line) == #"{"event":"A","properties":{"time":1}}"#)
        let flat = #"{"event":"A","time":1700000000,"$user_id":null,"ip":null,"plan":null}"#
        let event = #"{"event":"A","properties":{"time":1700000000000,"distinct_id":"","plan":null,"ip":0}}"#
        #expect(
            try mapped(
                "--map $user_id=.$user_id".replacing(".$user_id", with: #"."$user_id""#) + "\n--default ip=0",
                flat
            ) == event
        )
    }

    @Test func `a flat line has its fields where an event has them`() throws {
        let line = #"{"event":"A","time":"2024-05-01T12:34:56.123Z","distinct_id":7,"$insert_id":"a-1","plan":"team"}"#
        let event =
            #"{"event":"A","properties":{"time":1714566896123,"$insert_id":"a-1","distinct_id":"7","plan":"team","s":1}}"#
        #expect(try mapped("--set s=1", line) == event)
    }

    @Test func `a line whose event is mapped reads the other fields in its properties`() throws {
        let line = #"{"name":"A","properties":{"time":1700000000,"distinct_id":"u","plan":"team"}}"#
        let event =
            #"{"event":"A","properties":{"time":1700000000000,"distinct_id":"u","properties":{"time":1700000000,"#
            + #""distinct_id":"u","plan":"team"}}}"#
        #expect(try mapped("--map event=.name", line) == event)
    }

    @Test func `the name of an event is text or a number, else it is missing`() throws {
        let options = "--map event=.e\n\(Self.time)\n--keep x"
        #expect(
            try mapped(options, #"{"e":1.50}"#)
                == #"{"event":"1.50","properties":{"time":1700000000000,"distinct_id":""}}"#
        )
        #expect(
            try mapped(options, #"{"e":""}"#)
                == "missing_event at 6: The name of the event must be text that is not empty."
        )
        #expect(try mapped(options, #"{"e":null}"#) == "missing_event at 6: The event has no name.")
        #expect(try mapped(options, #"{}"#) == "missing_event at ?: The event has no name.")
        #expect(try mapped(options, #"{"e":true}"#).hasPrefix("missing_event at 6"))
    }

    @Test func `a time that is missing or cannot be read rejects the line`() throws {
        let options = "--map event=.e\n--map time=.t"
        #expect(try mapped(options, #"{"e":"A","t":"Invalid date"}"#).hasPrefix("bad_time at 14: "))
        #expect(try mapped(options, #"{"e":"A","t":""}"#) == "missing_time at 14: The event has no time.")
        #expect(try mapped(options, #"{"e":"A"}"#) == "missing_time at ?: The event has no time.")
    }

    @Test func `a mapped id is used where it is valid, else its hash`() throws {
        func id(_ value: String) throws -> (JSONTree?, Int) {
            let run = try MappingRun("--map event=\"E\"\n\(Self.time)\n--map insert_id=.i", #"{"i":\#(value)}"#)
            return (run.properties?["$insert_id"], run.counts.hashedIDs)
        }
        #expect(try id(#""a-Z9""#) == (.string("a-Z9"), 0))
        #expect(try id("-5164663614086310235") == (.string("-5164663614086310235"), 0))
        #expect(try id(#""a_b""#) == (.string("648fa9b31bc7ff7eb914e7a7180f07e0df0f"), 1))
        #expect(try id(#""\#(String(repeating: "x", count: 37))""#).1 == 1)
        #expect(try id(#""UNDEFINED""#) == (nil, 0))
        #expect(try id("null") == (nil, 0))
        #expect(try id(#""""#) == (nil, 0))
        #expect(try id("[]") == (nil, 0))
        #expect(try id("[1]").1 == 1)
    }

    @Test(arguments: [
        "\"Anonymous\"", "\"n/a\"", "\"<nil>\"", "0", "-1", "\"0\"", "true", "\"{}\"", "{\"a\":1}", "[1]", "null",
        "\"\"",
        "\"00000000-0000-0000-0000-000000000000\"", "\"\\u0030\"", "\"LMY47D\"",
    ])
    func `an id that stands for nobody is missing`(value: String) throws {
        let options = "--map event=\"E\"\n\(Self.time)\n--map distinct_id=.d\n--map $user_id=.d\n--keep $user_id"
        let run = try MappingRun(options, #"{"d":\#(value)}"#)
        #expect(run.event == #"{"event":"E","properties":{"time":1700000000000,"distinct_id":""}}"#)
        #expect(run.counts.eventsWithoutUser == 1)
        let other = try MappingRun(options.replacing("=.d", with: "=.d // .e"), #"{"d":\#(value),"e":12e3}"#)
        #expect(
            other.event == #"{"event":"E","properties":{"time":1700000000000,"distinct_id":"12e3","$user_id":"12e3"}}"#
        )
    }

    @Test func `only the fields take an empty text for missing`() throws {
        let options =
            "--map event=.a // .b\n--map time=.a // .c\n--map x=.a // .b\n--map y=\"\\(.a // .b)!\"\n--keep x,y"
        let event = #"{"event":"B","properties":{"time":1700000000000,"distinct_id":"","x":"","y":"!"}}"#
        #expect(try mapped(options, #"{"a":"","b":"B","c":"1700000000"}"#) == event)
    }

    @Test func `what says who an event is must be there once, unless it is mapped`() throws {
        let line = #"{"event":"A","properties":{"time":1,"time":2}}"#
        #expect(try mapped("--set x=1", line) == #"duplicate_key at 37: The key "time" is given twice."#)
        let event = #"{"event":"A","properties":{"time":1700000000000,"x":1}}"#
        let twice = #"{"event":"A","properties":{"time":1,"time":1700000000}}"#
        #expect(try mapped("--set x=1\n--map time=.properties.time", twice) == event)
        #expect(
            try mapped("--set x=1", #"{"event":"A","event":"B","time":1700000000}"#).hasPrefix("duplicate_key at 14")
        )
        #expect(try mapped("--set x=1", #"{"event":"A","properties":{},"properties":{}}"#).hasPrefix("duplicate_key"))
        // Not read in an event already.
        #expect(try mapped("--set x=1", #"{"time":1,"time":2,"event":"A","properties":{}}"#).hasPrefix("{"))
    }

    @Test func `a zone reads the event's own time where that is not mapped`() throws {
        let line = #"{"event":"A","properties":{"time":"2024-05-01 12:34:56"}}"#
        let event = #"{"event":"A","properties":{"time":1714559696000}}"#
        #expect(try mapped("--timezone +02:00", line) == event)
        #expect(try mapped("--timezone UTC", #"{"event":"A","properties":{}}"#) == #"{"event":"A","properties":{}}"#)
        let slashes = #"{"event":"A","properties":{"time":"01/05/2024"}}"#
        #expect(try mapped("--time-format %d/%m/%Y", slashes) == #"{"event":"A","properties":{"time":1714521600000}}"#)
    }

    @Test func `since and until let through what lies between them`() throws {
        let options = "--since 2024-05-01\n--until 2024-05-02T00:00:00Z"
        func result(_ time: String) throws -> MappedLine {
            try MappingRun(options, #" {"event":"A","properties":{"time":\#(time)}}"#).result
        }
        #expect(try result("1714521599") == .skipped(.since))
        #expect(try result("1714521600") == .unchanged(1..<47))
        #expect(try result("1714607999999") == .unchanged(1..<50))
        #expect(try result("1714608000") == .skipped(.until))
        #expect(try mapped(options, #"{"event":"A","properties":{}}"#) == #"{"event":"A","properties":{}}"#)
        #expect(try mapped(options, #"{"event":"A","properties":{"time":"x"}}"#).hasPrefix("bad_time at 35"))
        #expect(try mapped(options + "\n--set x=1", #"{"event":"A","time":1714521599}"#) == "skipped: since")
        let kept = #"{"event":"A","properties":{"time":1714521600,"x":1}}"#
        #expect(try mapped(options + "\n--set x=1", #"{"event":"A","properties":{"time":1714521600}}"#) == kept)
    }

    @Test func `an export of local times becomes real ones`() throws {
        let options = "--timezone America/New_York\n--map 'time=.properties.time | fromlocal'"
        let line = #"{"event":"A","properties":{"time":1714566896}}"#
        #expect(try mapped(options, line) == #"{"event":"A","properties":{"time":1714581296000}}"#)
    }

    @Test func `hash and last36 work on the text of anything`() throws {
        let options = "--map event=\"E\"\n\(Self.time)\n--map h=.a | hash\n--map l=.b | last36\n--keep h,l"
        let run = try MappingRun(options, #"{"a":{"k" : [1, "\u0041 "]},"b":"ä0123456789012345678901234567890123ßé"}"#)
        // echo -n '{"k":[1,"\u0041 "]}' | sha256sum
        #expect(run.properties?["h"] == .string("ca264b31998d9e70eb2ada6c7b45fddb2a96"))
        #expect(run.properties?["l"] == .string("0123456789012345678901234567890123ßé"))
    }
}
