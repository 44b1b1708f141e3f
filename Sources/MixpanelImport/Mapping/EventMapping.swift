/// What a line becomes: the options that say so, compiled. All tasks share one.
package struct EventMapping: Sendable {
    enum Step: Sendable {
        /// The number of a condition.
        case `where`(Int)
        /// The number of a term.
        case unwrap(Int)
    }

    /// Text that counts as JSON, or an array that counts as an object.
    struct Reading: Sendable {
        var node: Int
        /// Nil for text.
        var entries: EntryNames?
    }

    struct EntryNames: Sendable {
        var key: Constant.Place
        var value: Constant.Place
    }

    /// A property that a map gives.
    struct MappedProperty: Sendable {
        var name: PropertyName
        var term: Int
        var rule: ValueRule
        /// `$user_id` and `$device_id`.
        var isID: Bool
        /// No other option speaks of its name, and nothing can have the name before it: it is added without a look.
        var isFree = false
    }

    struct Spread: Sendable {
        var node: Int
        /// Spreads every member of the object at `node` whose name begins so.
        var anyNamed: Constant.Place?
        var prefix: Constant.Place
        var escapedPrefix: Constant.Place
    }

    struct Rename: Sendable {
        var old: Constant.Place
        var isPrefix: Bool
        var new: Constant.Place
        var escapedNew: Constant.Place
    }

    struct FixedProperty: Sendable {
        var name: PropertyName
        var value: Constant
    }

    let pool: ConstantPool
    let tree: PathTree
    let program: Program
    let steps: [Step]
    let readings: [Reading]
    /// The terms of the fields that are mapped.
    let fields: EventFields
    let mapped: [MappedProperty]
    let spreads: [Spread]
    let names: PropertyRules
    let isFlat: Bool
    let dropsNull: Bool
    let sets: [FixedProperty]
    let defaults: [FixedProperty]
    let skipsPrefix: Bool
    /// Nothing but steps and limits of time: what they let through is the event as it stands.
    let keepsLines: Bool
    let reader: TimeReader
    /// Whether the zone or the form of the event's own time is given.
    let readsOwnTime: Bool
    /// In milliseconds.
    let since: Int64?
    let until: Int64?
    /// Reads `$line`.
    let readsLine: Bool

    let explosions: [MappingRules.Explosion]
    /// The option `--format`, which is not judged here.
    package let format: MappingOption?
    package let isCSVText: Bool

    /// No option that changes or passes over a line is given: every line is the event, as it is.
    package var isIdentity: Bool {
        keepsLines && steps.isEmpty && !skipsPrefix && since == nil && until == nil
    }

    package var skipsPrefixes: Bool { skipsPrefix }

    /// Lines are to be opened at these, one after the other, before they are mapped.
    package var explodePaths: [JSONPath] { explosions.map(\.path) }
}

/// A name as it is compared, and as it is written between quotes.
struct PropertyName: Sendable {
    var text: Constant.Place
    var escaped: Constant.Place
    var hash: UInt
}

/// The terms of the four fields; nil where the field is not mapped.
struct EventFields: Sendable {
    var event: Int?
    var time: Int?
    var distinctID: Int?
    var insertID: Int?

    /// Where an event has them.
    var ownProperties = 0
    var ownEvent = 0
    var ownTime = 0
    var ownDistinctID = 0
    var ownInsertID = 0
    /// Where a line without an object `properties` has them.
    var outerTime = 0
    var outerDistinctID = 0
    var outerInsertID = 0
}

/// What `//` takes for missing besides what is missing, null or false.
enum ValueRule: UInt8, Sendable {
    case plain
    /// "" as well.
    case text
    /// "" and the placeholders.
    case insertID
    /// What is neither text nor number as well.
    case userID
}
