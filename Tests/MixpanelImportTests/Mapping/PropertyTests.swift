import MixpanelImport
import Testing

/// Where properties come from, and what their names become.
@Suite struct PropertyTests {
    /// The properties of a line, without the fields.
    private func properties(_ options: String, _ line: String) throws -> String {
        let event = try mapped("--map event=\"E\"\n--map time=1700000000\n" + options, line)
        let start = #"{"event":"E","properties":{"time":1700000000000,"distinct_id":"""#
        guard event.hasPrefix(start), event.hasSuffix("}}") else { return event }
        let rest = event.dropFirst(start.utf8.count).dropLast(2)
        return String(rest.drop { $0 == "," })
    }

    @Test func `values are copied with their digits and escapes, and line breaks between tokens become spaces`() throws
    {
        let line = "{\"a\":1e400,\"b\":0.10,\"c\":\"\\u00e9\\/\",\"\\u0064\":[1,\r\"x\\n\",\n{ }]}"
        #expect(try properties("", line) == #""a":1e400,"b":0.10,"c":"\u00e9\/","\u0064":[1, "x\n", { }]"#)
    }

    @Test func `mapped properties come in the order of their maps, then spread ones, then set ones`() throws {
        let options = "--spread .o\n--set s=1\n--map b=.b\n--map a=.a"
        #expect(try properties(options, #"{"a":1,"b":2,"o":{"z":3,"y":4}}"#) == #""b":2,"a":1,"z":3,"y":4,"s":1"#)
    }

    @Test func `a property whose source is missing or null is left out, and false stays`() throws {
        #expect(
            try properties("--map a=.a\n--map b=.b\n--map c=.c\n--spread .o", #"{"b":null,"c":false}"#) == #""c":false"#
        )
    }

    @Test func `a name with an equals sign stands in quotes`() throws {
        #expect(try properties("--map \"a=\\u0022\"=.x\n--spread .o", #"{"x":1}"#) == #""a=\"":1"#)
    }

    @Test func `what a map has taken is not spread, what it passed by or looked into is`() throws {
        let options = "--map p=.a // .b\n--map q=select(.c) | .d.e\n--map r=\"\\(.f)\\(.g)\"\n--map t=.h | tostring"
        let line = #"{"a":1,"b":2,"c":3,"d":{"e":4,"x":5},"f":6,"g":7,"h":8}"#
        let expected = #""p":1,"q":4,"r":"67","t":"8","b":2,"c":3,"d":{"e":4,"x":5}"#
        #expect(try properties(options, line) == expected)
        #expect(try properties("--map p=.a // .b", #"{"a":null,"b":2}"#) == #""p":2,"a":null"#)
        #expect(try properties("--map p=.d.e\n--spread .d", #"{"d":{"e":4,"x":5}}"#) == #""p":4,"x":5"#)
    }

    @Test func `spread takes a prefix, an object anywhere, and every object whose name begins alike`() throws {
        let line = #"{"u_a":{"x":1,"y":1},"v":{"w":{"x":2}},"u_b":{"z":3},"u_c":4}"#
        #expect(try properties("--spread .v.w=p\"_", line) == #""p\"_x":2"#)
        #expect(try properties("--spread .u_*\n--map m=.u_a.y", line) == #""m":1,"x":1,"z":3"#)
        #expect(try properties("--spread .v.w\n--spread .u_*=u_", line) == #""x":2,"u_x":1,"u_y":1,"u_z":3"#)
        #expect(try properties("--spread .nothing\n--spread .u_c", line) == "")
    }

    @Test func `a spread property never replaces another: an equal one goes, a different one gets an underscore`()
        throws
    {
        let line = #"{"o":{"a":"1","b":2,"c":3},"p":{"a":1.0,"b":2.0,"c":[ 3 ],"c_":4,"c__":5}}"#
        let run = try MappingRun("--map event=\"E\"\n--map time=1700000000\n--spread .o\n--spread .p", line)
        #expect(run.event?.hasSuffix(#""a":"1","b":2,"c":3,"a_":1.0,"c_":[ 3 ],"c__":4,"c___":5}}"#) == true, "\(run)")
        #expect(run.counts.renamedProperties == 4)
        #expect(run.counts.equalProperties == 1)
    }

    @Test func `names that the service gives a meaning of its own are reserved`() throws {
        let line = #"{"o":{"token":"t","$mp_x":1,"ip":"x","time":1700000000000,"id":5,"$ins\u0065rt_id":"i"}}"#
        let expected = #""ip":"y","token_":"t","$mp_x_":1,"ip_":"x","id_":5,"$ins\u0065rt_id_":"i""#
        #expect(try properties("--map ip=\"y\"\n--spread .o", line) == expected)
        #expect(
            try properties("--spread .o\n--rename id=ip\n--keep ip,token_,token", line)
                == #""token_":"t","ip_":"x","ip":5"#
        )
    }

    @Test func `of equal names in an object the last stays`() throws {
        let run = try MappingRun("--map event=\"E\"\n--map time=1700000000", #"{"a":1,"b":2,"\u0061":3}"#)
        #expect(run.event?.hasSuffix(#""distinct_id":"","b":2,"\u0061":3}}"#) == true, "\(run)")
        #expect(run.counts.repeatedNames == 1)
    }

    @Test func `flatten opens nested objects, not arrays and empty ones`() throws {
        let line = #"{"a":{"b":{"c":1,"\"":2},"d":[{"e":3}],"f":{}},"a.d":4,"n":{"x":null}}"#
        let expected = #""a.b.c":1,"a.b.\"":2,"a.d":[{"e":3}],"a.f":{},"a.d_":4,"n.x":null"#
        #expect(try properties("--flatten", line) == expected)
        #expect(try properties("--flatten\n--drop-null\n--drop a.*", line) == "")
        #expect(try properties("--flatten\n--map m=.a.b\n--keep m.c", line) == #""m.c":1"#)
    }

    @Test func `rename takes the first that fits, once`() throws {
        let line = #"{"a":1,"ab":2,"\u0061c":3,"d":4}"#
        #expect(
            try properties("--rename a=b\n--rename b=x\n--rename a*=p\"*", line) == #""b":1,"p\"b":2,"p\"c":3,"d":4"#
        )
        #expect(try properties("--rename *=u_*", line) == #""u_a":1,"u_ab":2,"u_ac":3,"u_d":4"#)
        #expect(try properties("--rename \"a*\"=x", #"{"a*":1,"ab":2}"#) == #""x":1,"ab":2"#)
    }

    @Test func `drop and keep choose by name, also among mapped ones, but never the fields`() throws {
        let line = #"{"a":1,"ab":2,"b":3,"\u0062c":4,"distinct_id":""}"#
        #expect(try properties("--drop a*,\"b\",time,distinct_id", line) == #""\u0062c":4"#)
        #expect(try properties("--keep b\n--keep m,n\n--map m=.a\n--map k=.a", line) == #""m":1,"b":3"#)
        #expect(try properties("--keep a*\n--drop ab", line) == #""a":1"#)
    }

    @Test func `set replaces, default fills in`() throws {
        let line = #"{"a":1,"b":null}"#
        let options = "--set a=x y\n--set c={\"k\": [1]}\n--default b=true\n--default c=9\n--default d=\"t\""
        #expect(try properties(options, line) == #""b":true,"a":"x y","c":{"k": [1]},"d":"t""#)
    }

    @Test func `parse reads text as the value that it holds`() throws {
        let line = #"{"p":" {\"a\":{\"b\":\"[1]\"},\"c\":2} ","q":"no {json","r":"7"}"#
        #expect(try properties("--parse .p\n--spread .p", line) == #""a":{"b":"[1]"},"c":2"#)
        #expect(
            try properties("--parse .p.a.b\n--parse .p\n--map x=.p.a.b[0]\n--map y=.p\n--spread .z", line)
                == #""x":1,"y":{"a":{"b":[1]},"c":2}"#
        )
        #expect(
            try properties("--parse .q\n--parse .r\n--parse .none", line)
                == #""p":" {\"a\":{\"b\":\"[1]\"},\"c\":2} ","q":"no {json","r":7"#
        )
        #expect(
            try properties("--parse .p\n--map t=. | tostring\n--keep t", #"{"p":"[ 1 ]","x": 2}"#)
                == #""t":"{\"p\":[1],\"x\":2}""#
        )
        #expect(
            try mapped("--parse .properties\n--set x=1", #"{"event":"A","properties":"{\"a\":1}"}"#)
                == #"{"event":"A","properties":{"a":1,"x":1}}"#
        )
    }

    @Test func `entries make an object of an array of keys and values`() throws {
        let line =
            #"{"e":[{"key":"a","value":{"int_value":"17","string_value":"x"}},{"key":"b","value":{"string_value":null,"int_value":"9007199254740993"}},{"key":"c","value":{}},{"key":7,"value":1},{"value":1},{"key":"d"},5,{"key":"f","value":false},{"key":"a","value":{"float_value":1.50}},{"key":"g","value":{"int_value":"-9007199254740992"}}],"f":[{"n":"x","v":[1]},{"v":2,"n":"y"}]}"#
        let expected = #""b":"9007199254740993","f":false,"a":1.50,"g":-9007199254740992"#
        #expect(try properties("--entries .e\n--spread .e", line) == expected)
        #expect(try properties("--entries .f=n,v\n--map m=.f.x[0]\n--spread .f", line) == #""m":1,"x":[1],"y":2"#)
        #expect(try properties("--entries .f=n,v\n--keep f", line) == #""f":{"x":[1],"y":2}"#)
    }
}
