/// Which options count where several are about the same field, property or setting.
struct OptionSubjects {
    private var isOverridden: [Bool]

    init(_ expansion: OptionExpansion) throws(MappingOptionError) {
        let options = expansion.options
        isOverridden = Array(repeating: false, count: options.count)
        var bySubject: [[UInt8]: [Int]] = [:]
        for (index, placed) in options.enumerated() {
            guard let subject = try Self.subject(placed.option) else { continue }
            for other in bySubject[subject] ?? [] {
                try weigh(index, other, options)
            }
            bySubject[subject, default: []].append(index)
        }
    }

    func counts(_ index: Int) -> Bool { !isOverridden[index] }

    /// Decides between an option and one before it.
    private mutating func weigh(
        _ later: Int,
        _ earlier: Int,
        _ options: [OptionExpansion.Placed]
    ) throws(MappingOptionError) {
        let isSameKind = options[later].option.name == options[earlier].option.name
        if options[later].isInSameList(as: options[earlier]) {
            if isSameKind && options[later].option.name == .map {
                throw MappingOptionError(options[later].option, at: 0, "It is mapped twice.")
            }
            if isSameKind { isOverridden[earlier] = true }
            return
        }
        let isWon = options[later].wins(over: options[earlier])
        let (winner, loser) = isWon ? (later, earlier) : (earlier, later)
        // A default is for where a map gives nothing, so the two work together.
        let names = [options[winner].option.name, options[loser].option.name]
        if names != [.map, .default] && names != [.default, .map] { isOverridden[loser] = true }
    }

    /// Nil for options that add up. Settings have their own name, fields and properties that of the property.
    private static func subject(_ option: MappingOption) throws(MappingOptionError) -> [UInt8]? {
        switch option.name {
        case .timeZone, .timeFormat, .since, .until, .format:
            return Array("--\(option.name.rawValue)".utf8)
        case .map, .set, .default:
            var parser = SourceParser(option.value.utf8)
            do throws(SourceFault) {
                let name = try parser.nameBeforeEquals()
                return Array("=".utf8) + (MappingRules.Field(name).map { Array($0.name.utf8) } ?? name)
            } catch {
                throw MappingOptionError(option, error)
            }
        default:
            return nil
        }
    }
}
