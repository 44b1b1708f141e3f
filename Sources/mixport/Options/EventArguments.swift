import ArgumentParser
import MixpanelImport
import Synchronization

/// How the input becomes lines, and lines become events. What is written in these options' own language may begin with a
/// hyphen, as `-03:00` does.
struct EventArguments: ParsableArguments {
    @Option(
        help: .init(
            "What the input is: auto, ndjson, json (arrays, values one after the other), csv or tsv. (default: auto)",
            valueName: "format"
        )
    )
    var format: [PlacedValue] = []
    @Flag(help: "csv and tsv: all fields stay text.")
    var csvText = false
    @Flag(help: "Pass over what stands before the { of each line; a line without one is skipped.")
    var skipPrefix = false
    @Option(
        parsing: .unconditionalSingleValue,
        help: .init("A line with an array there becomes as many lines as the array has elements.", valueName: "path")
    )
    var explode: [PlacedValue] = []
    @Option(
        help: .init(
            "Read a known export; mixport presets lists them. Several may follow each other, a wrapper first.",
            valueName: "preset"
        ),
        completion: .list(Presets.names)
    )
    var from: [PlacedValue] = []
    @Option(
        help: .init("Options of this kind from a file, one a line.", valueName: "path"),
        completion: .file()
    )
    var optionsFile: [PlacedValue] = []
    @Option(
        name: .customLong("where"),
        parsing: .unconditionalSingleValue,
        help: .init("Skip lines for which it does not hold, as in '.type == \"track\"'.", valueName: "condition")
    )
    var conditions: [PlacedValue] = []
    @Option(
        parsing: .unconditionalSingleValue,
        help: .init("Go on with the object there, or in the text there.", valueName: "source")
    )
    var unwrap: [PlacedValue] = []
    @Option(
        parsing: .unconditionalSingleValue,
        help: .init("Text there that is JSON counts as that value.", valueName: "path")
    )
    var parse: [PlacedValue] = []
    @Option(
        parsing: .unconditionalSingleValue,
        help: .init("An array of keys and values there counts as an object.", valueName: "path")
    )
    var entries: [PlacedValue] = []
    @Option(
        parsing: .unconditionalSingleValue,
        help: .init(
            "event, time, distinct_id, insert_id or a property comes from there, as in 'time=.ts // .created'.",
            valueName: "field=source"
        )
    )
    var map: [PlacedValue] = []
    @Option(
        parsing: .unconditionalSingleValue,
        help: .init("The members of the object there become properties.", valueName: "path[=prefix]")
    )
    var spread: [PlacedValue] = []
    @Flag(help: "Members of nested objects become outer.inner.")
    var flatten = false
    @Flag(help: "Leave out properties that are null.")
    var dropNull = false
    @Option(parsing: .unconditionalSingleValue, help: .init("A property gets another name.", valueName: "old=new"))
    var rename: [PlacedValue] = []
    @Option(parsing: .unconditionalSingleValue, help: .init("Leave out properties.", valueName: "name,…"))
    var drop: [PlacedValue] = []
    @Option(parsing: .unconditionalSingleValue, help: .init("Leave out all other properties.", valueName: "name,…"))
    var keep: [PlacedValue] = []
    @Option(
        parsing: .unconditionalSingleValue,
        help: .init("A property for all events; JSON, or text.", valueName: "name=value")
    )
    var set: [PlacedValue] = []
    @Option(
        name: .customLong("default"),
        parsing: .unconditionalSingleValue,
        help: .init("A property for events that do not have it.", valueName: "name=value")
    )
    var defaults: [PlacedValue] = []
    @Option(
        parsing: .unconditionalSingleValue,
        help: .init("Where times without a zone are from: Europe/Berlin or +05:30. (default: UTC)", valueName: "zone")
    )
    var timezone: [PlacedValue] = []
    @Option(
        parsing: .unconditionalSingleValue,
        help: .init("How times are written, as in strptime(3); tried first.", valueName: "format")
    )
    var timeFormat: [PlacedValue] = []
    @Option(parsing: .unconditionalSingleValue, help: .init("Skip events before this time.", valueName: "time"))
    var since: [PlacedValue] = []
    @Option(parsing: .unconditionalSingleValue, help: .init("Skip events from this time on.", valueName: "time"))
    var until: [PlacedValue] = []

    /// What is itself an option stands there because a value was forgotten.
    func validate() throws {
        let suspects = options.filter { $0.value.hasPrefix("-") }
        guard !suspects.isEmpty else { return }
        let names = OptionNames(ReplayCommand.configuration.commandName)
        for suspect in suspects where names.includes(suspect.value) {
            throw ValidationError("--\(suspect.name.rawValue) needs a value: it is not \(suspect.value)")
        }
    }

    /// The options in the order of the command line.
    var options: [MappingOption] {
        let values: [(MappingOption.Name, [PlacedValue])] = [
            (.format, format), (.explode, explode), (.from, from), (.optionsFile, optionsFile), (.where, conditions),
            (.unwrap, unwrap), (.parse, parse), (.entries, entries), (.map, map), (.spread, spread), (.rename, rename),
            (.drop, drop), (.keep, keep), (.set, set), (.default, defaults), (.timeZone, timezone),
            (.timeFormat, timeFormat), (.since, since), (.until, until),
        ]
        let flags: [(MappingOption.Name, Bool)] = [
            (.csvText, csvText), (.skipPrefix, skipPrefix), (.flatten, flatten), (.dropNull, dropNull),
        ]
        let placed = values.flatMap { name, values in values.map { (place: $0.place, MappingOption(name, $0.text)) } }
        return placed.sorted { $0.place < $1.place }.map(\.1)
            + flags.filter(\.1).map { MappingOption($0.0) }
    }
}

/// The value of an option, and its place among those of all options: some are steps that follow each other as they
/// stand.
struct PlacedValue: ExpressibleByArgument {
    private static let places = Atomic(0)

    let text: String
    let place: Int

    /// The parser takes values in the order of the command line.
    init(argument: String) {
        text = argument
        place = Self.places.add(1, ordering: .relaxed).newValue
    }
}
