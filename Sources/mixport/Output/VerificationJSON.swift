import MixpanelImport

/// What `verify` found, for programs.
struct VerificationJSON: Encodable {
    struct Lines: Encodable {
        var imported: Int
        var there: Int
        var missing: Int
        var withoutID: Int
        var repeated: Int
        var sharing: Int

        enum CodingKeys: String, CodingKey {
            case imported
            case there
            case missing
            case withoutID = "without_id"
            case repeated = "more_than_once"
            case sharing = "sharing_an_id"
        }
    }

    struct Export: Encodable {
        var events: Int
        var bytes: Int
        var onlyThere: Int
        var copies: Int
        var withoutID: Int
        var hotShard: Int
        var firstDay: String?
        var lastDay: String?

        enum CodingKeys: String, CodingKey {
            case events
            case bytes
            case onlyThere = "only_in_export"
            case copies
            case withoutID = "without_id"
            case hotShard = "hot_shard"
            case firstDay = "first_day"
            case lastDay = "last_day"
        }
    }

    struct Day: Encodable {
        var missing: Int
        var there: Int
    }

    let schema = 1
    private var lines: Lines
    private var export: Export
    private var firstMissing: Int?
    private var lastMissing: Int?
    private var days: [String: Day]
    private var missingWithoutDay: Int
    private var daysJudgedByNeighbours: Int
    private var chanceOfMistake: Double
    private var torn: Bool
    private var exitCode: Int32

    enum CodingKeys: String, CodingKey {
        case schema
        case lines
        case export
        case firstMissing = "first_missing"
        case lastMissing = "last_missing"
        case days
        case missingWithoutDay = "missing_without_day"
        case daysJudgedByNeighbours = "days_judged_by_neighbours"
        case chanceOfMistake = "chance_of_mistake"
        case torn
        case exitCode = "exit_code"
    }

    init(_ result: VerificationResult, _ ending: Ending) {
        lines = Lines(
            imported: result.imported,
            there: result.there,
            missing: result.missing,
            withoutID: result.withoutID,
            repeated: result.repeated,
            sharing: result.sharing
        )
        export = Export(
            events: result.export.events,
            bytes: result.export.bytes,
            onlyThere: result.export.onlyThere,
            copies: result.export.copies,
            withoutID: result.export.withoutID,
            hotShard: result.export.hotShard,
            firstDay: result.export.days.map { TimeText.day(Int64($0.lowerBound)) },
            lastDay: result.export.days.map { TimeText.day(Int64($0.upperBound)) }
        )
        firstMissing = result.firstMissing
        lastMissing = result.lastMissing
        let named = result.days.map {
            (TimeText.day(Int64($0.key)), Day(missing: $0.value.missing, there: $0.value.there))
        }
        days = Dictionary(uniqueKeysWithValues: named)
        missingWithoutDay = result.missingWithoutDay
        daysJudgedByNeighbours = result.daysJudgedByNeighbours
        chanceOfMistake = result.chanceOfMistake
        torn = result.isTorn
        exitCode = ending.code
    }

    var text: String { jsonLine }
}
