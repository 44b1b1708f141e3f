/// What the options say, checked and with those left out that others override; the step before they are compiled.
struct MappingRules {
    enum Step {
        case `where`(Condition)
        case unwrap(Source)
    }

    enum Field: Int, CaseIterable {
        case event
        case time
        case distinctID
        case insertID
    }

    struct Entries {
        var path: JSONPath
        var key: [UInt8]
        var value: [UInt8]
    }

    struct Spread {
        var path: JSONPath
        /// Takes all members of the object at `path` whose names begin so, instead of `path` itself.
        var anyNamed: [UInt8]?
        var prefix: [UInt8]
    }

    /// A path to an array, as an option gives it.
    struct Explosion: Sendable {
        var path: JSONPath
        var option: MappingOption
        /// Where in the option the first number of an element stands.
        var indexOffset: Int?
    }

    struct Rename {
        var old: NamePattern
        var new: [UInt8]
    }

    var steps: [Step] = []
    var parse: [JSONPath] = []
    var entries: [Entries] = []
    var fields: [Field: Source] = [:]
    var properties: [(name: [UInt8], source: Source)] = []
    var spreads: [Spread] = []
    var isFlat = false
    var dropsNull = false
    var renames: [Rename] = []
    var drops: [NamePattern] = []
    /// Nil where `--keep` is not given.
    var keeps: [NamePattern]?
    var sets: [(name: [UInt8], value: [UInt8])] = []
    var defaults: [(name: [UInt8], value: [UInt8])] = []
    var explosions: [Explosion] = []
    var skipsPrefix = false
    /// The last of each that counts.
    var settings: [MappingOption.Name: MappingOption] = [:]
}

extension MappingRules.Field {
    init?(_ name: [UInt8]) {
        switch String(decoding: name, as: UTF8.self) {
        case "event": self = .event
        case "time": self = .time
        case "distinct_id": self = .distinctID
        case "insert_id", "$insert_id": self = .insertID
        default: return nil
        }
    }

    var name: String {
        switch self {
        case .event: "event"
        case .time: "time"
        case .distinctID: "distinct_id"
        case .insertID: "insert_id"
        }
    }
}
