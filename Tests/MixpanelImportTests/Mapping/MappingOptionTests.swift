import MixpanelImport
import Testing

@Suite struct MappingOptionTests {
    private func picture(_ options: String) -> String {
        do {
            _ = try MappingRun.mapping(options)
            return "no fault"
        } catch let error as MappingOptionError {
            return error.description + (error.picture.map { "\n" + $0 } ?? "")
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        (
            "--map a=.b | tostirng",
            "--map: Unknown function 'tostirng'; did you mean tostring?\na=.b | tostirng\n       ^"
        ),
        (
            "--map a=.b |",
            "--map: | expects a function (tostring, fromjson, ascii_downcase, ascii_upcase, hash, last36, fromlocal); the text ends here.\na=.b |\n      ^"
        ),
        (
            "--map a=.b-c",
            "--map: A name stands in quotes where it has other characters than letters, digits and _, as in .\"a-b\".\na=.b-c\n    ^"
        ),
        (
            "--map a=b",
            "--map: 'b' is no value; a path begins with a dot, and a text stands in double quotes.\na=b\n  ^"
        ),
        ("--map a", "--map: Expected '=' after the name; the text ends here.\na\n ^"),
        (
            "--map a=.b[x]",
            "--map: Brackets hold the number of an element, from 0, or a name in quotes.\na=.b[x]\n     ^"
        ),
        (
            "--map a=.b[]",
            "--map: Brackets hold the number of an element, from 0, or a name in quotes; --explode makes a line of each element.\na=.b[]\n     ^"
        ),
        ("--map a=.b?", "--map: No ? is needed: what is not there is missing, no error.\na=.b?\n    ^"),
        ("--map a=\"x", "--map: The text has no closing quote.\na=\"x\n    ^"),
        ("--map a=.b == 1", "--map: A comparison stands in select(…) or in --where.\na=.b == 1\n     ^"),
        (
            "--map a=$x",
            "--map: The only variable is $line; a name with $ stands in quotes, as in .\"$user\".\na=$x\n  ^"
        ),
        (
            "--map a=.b // select(.c) | .d",
            "--map: select stands first, or in parentheses: (select(.a) | .b) // .c\na=.b // select(.c) | .d\n        ^"
        ),
        (
            "--map a=select(.c)",
            "--map: After select(…) stands | and what to take, as in select(.a) | .b; the text ends here.\na=select(.c)\n            ^"
        ),
        ("--where .a = 1", "--where: Equal is written ==.\n.a = 1\n   ^"),
        (
            "--where .a == .b",
            "--where: A path is compared with a text in quotes, a number, true, false or null.\n.a == .b\n      ^"
        ),
        ("--where (.a)", "--where: A condition has no parentheses; and binds closer than or.\n(.a)\n^"),
        (
            "--where .é == 1",
            "--where: A name stands in quotes where it has other characters than letters, digits and _, as in .\"a-b\".\n.é == 1\n ^"
        ),
        ("--where .a > 1", "--where: Only == and != compare.\n.a > 1\n   ^"),
        ("--map a=.a\n--map a=.b", "--map: It is mapped twice.\na=.b\n^"),
        ("--map insert_id=.a\n--map $insert_id=.b", "--map: It is mapped twice.\n$insert_id=.b\n^"),
        ("--set time=5", "--set: This is set with --map 'time=5'.\ntime=5\n^"),
        ("--default distinct_id=x", "--default: This is set with --map 'distinct_id=\"x\"'.\ndistinct_id=x\n^"),
        ("--rename a*=b", "--rename: A * stands at the end of both names or of neither.\na*=b\n    ^"),
        ("--drop a,,b", "--drop: A name stands here.\na,,b\n  ^"),
        ("--spread $line.a", "--spread: Here stands a path without $line.\n$line.a\n^"),
        (
            "--timezone Mars/Base",
            "--timezone: the time zone Mars/Base is not known; names are like Europe/Berlin, and upper and lower case matter."
        ),
        (
            "--time-format %Q",
            "--time-format: strptime knows no \"%Q\".\n%Q\n^"
        ),
        (
            "--time-format %d.%-q.%Y",
            "--time-format: strptime knows no \"%q\".\n%d.%-q.%Y\n   ^"
        ),
        (
            "--where .a==1x",
            "--where: '1x' is no value; a path begins with a dot, and a text stands in double quotes.\n.a==1x\n    ^"
        ),
        ("--drop a, ,b", "--drop: A name stands here.\na, ,b\n   ^"),
        ("--since yesterday", "--since: The time is of no known form; --time-format describes others.\nyesterday\n^"),
        ("--from segmnt", "--from: There is no preset 'segmnt'; did you mean segment?"),
        ("--mapp a=.b", "test, line 1: --mapp: Unknown option; did you mean --map?"),
        ("--flatten x", "test, line 1: --flatten: It takes no value."),
        ("--where", "test, line 1: --where: It needs a value."),
        ("map a=.b", "test, line 1: An option begins with --; found 'map'."),
    ])
    func `a mistake is named and pointed at`(options: String, expected: String) {
        #expect(picture(options) == expected)
    }

    @Test func `blanks around a name are no part of it`() throws {
        let line = #"{"event":"A","properties":{"time":1,"password":1,"email":2,"a b":3,"c":4,"d":5}}"#
        func event(_ properties: String) -> String { #"{"event":"A","properties":{"time":1,"# + properties + "}}" }
        #expect(
            try mapped("--drop password, email ,\"c\" , \"d\"", line) == event(#""a b":3"#)
        )
        #expect(try mapped("--keep ' a b , pass* '", line) == event(#""password":1,"a b":3"#))
        #expect(try mapped("--keep x,y\n--map ' x =.properties.c'\n--set ' y = 1 '", line) == event(#""x":4,"y":1"#))
        #expect(try mapped("--keep x\n--rename ' a b = x '", line) == event(#""x":3"#))
        #expect(try mapped("--keep \" x \"\n--set '\" x \" =1'", line) == event(#"" x ":1"#))
        let entries = #"{"event":"A","properties":{"time":1,"e":[{"k":"x","v":1}]}}"#
        #expect(
            try mapped("--entries '.properties.e = k , v '\n--spread .properties.e\n--map 'time=1700000000'", entries)
                == #"{"event":"A","properties":{"time":1700000000000,"distinct_id":"","x":1}}"#
        )
    }

    @Test func `what cannot be the way of an explosion, or a format, is pointed at`() throws {
        func fault(_ options: String) throws -> String {
            let list = try OptionFile.options(in: options, file: "my.options", isPreset: false)
            do throws(MappingOptionError) {
                return try FormatOptions(EventMapping(list) { _ in nil }).format.rawValue
            } catch {
                return error.description + (error.picture.map { "\n" + $0 } ?? "")
            }
        }
        let explode =
            "my.options, line 2: --explode: An array is reached by names alone, as in .a.b.\n.a.\"[\"[0].b\n      ^"
        #expect(try fault("\n--explode .a.\"[\"[0].b") == explode)
        let format = "my.options, line 1: --format: It takes auto, ndjson, json, csv or tsv.\nxml\n^"
        #expect(try fault("--format xml") == format)
        #expect(try fault("--format tsv\n--explode .a.b") == "tsv")
    }

    @Test func `options beside a preset win, wherever they stand, and later presets over earlier ones`() throws {
        let files = [
            "one": "--map event=\"one\"\n--map x=\"one\"\n--set s=1\n--default d=1\n--where .w\n--drop a",
            "two": "# a comment\n--map event='\"two\"'\n  --from one\n--map y=\"two\"\n--drop b\n",
        ]
        func event(_ options: [MappingOption], _ line: String) throws -> String? {
            let mapping = try EventMapping(options) { reference in
                guard case .file(let name) = reference else { return Presets.text("docker") }
                return files[name]
            }
            return MappingRun(mapping, Array(line.utf8)).event
        }
        let line = #"{"w":1,"a":1,"b":2,"t":1700000000}"#
        let time = MappingOption(.map, "time=.t")
        let first = try event([time, MappingOption(.set, "s=2"), MappingOption(.optionsFile, "one")], line)
        #expect(
            first
                == #"{"event":"one","properties":{"time":1700000000000,"distinct_id":"","x":"one","w":1,"b":2,"s":2,"d":1}}"#
        )
    }

    @Test func `a preset inside a file loses to the file`() throws {
        let preset = "--from heap\n--map time=1700000000\n--map 'event=\"mine\"'\n--keep none"
        #expect(
            try mapped(preset, #"{"type":"click","time":"2024-05-01"}"#).hasPrefix(
                #"{"event":"mine","properties":{"time":1700000000000,"#
            )
        )
        let two = "--from heap\n--from posthog"
        let line = #"{"type":"click","event":"view","time":"2024-05-01","timestamp":"2024-05-02"}"#
        #expect(try mapped(two, line).hasPrefix(#"{"event":"view","properties":{"time":1714608000000,"#))
    }

    @Test func `a map beside a preset overrides what the preset sets, and its default still fills in`() throws {
        let line = #"{"type":"track","event":"A","timestamp":"2024-05-01","ip":null}"#
        #expect(try mapped("--from segment\n--map ip=.ip", line).hasSuffix(#","ip":0}}"#))
    }

    @Test func `what other stages need is told`() throws {
        let mapping = try MappingRun.mapping(
            "--explode .a.b\n--explode .\"c\"[0]\n--format csv\n--csv-text\n--skip-prefix"
        )
        #expect(mapping.explodePaths.count == 2)
        #expect(mapping.explodePaths[0].steps == [.name(Array("a".utf8)), .name(Array("b".utf8))])
        #expect(mapping.format?.value == "csv")
        #expect(mapping.isCSVText)
        #expect(mapping.skipsPrefixes)
        #expect(!mapping.isIdentity)
        #expect(try MappingRun.mapping("--explode .a").isIdentity)
    }
}
