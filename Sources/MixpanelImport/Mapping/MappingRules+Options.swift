extension MappingRules {
    init(_ expansion: OptionExpansion) throws(MappingOptionError) {
        let subjects = try OptionSubjects(expansion)
        for (index, placed) in expansion.options.enumerated() where subjects.counts(index) {
            let option = placed.option
            do throws(SourceFault) {
                try add(option)
            } catch {
                throw MappingOptionError(option, error)
            }
        }
    }

    private mutating func add(_ option: MappingOption) throws(SourceFault) {
        var parser = SourceParser(option.value.utf8)
        switch option.name {
        case .where: steps.append(.where(try parser.wholeCondition()))
        case .unwrap: steps.append(.unwrap(try parser.wholeSource()))
        case .parse: parse.append(try parser.wholePath())
        case .explode:
            let path = try parser.wholePath()
            explosions.append(Explosion(path: path, option: option, indexOffset: parser.indexOffset))
        case .entries: entries.append(try parser.entries())
        case .spread: spreads.append(try parser.spread())
        case .flatten: isFlat = true
        case .dropNull: dropsNull = true
        case .skipPrefix: skipsPrefix = true
        case .rename: renames.append(try parser.rename())
        case .drop: drops += try NamePattern.list(option.value)
        case .keep: keeps = try (keeps ?? []) + NamePattern.list(option.value)
        case .map: try addMap(&parser)
        case .set: sets.append(try parser.assignment())
        case .default: defaults.append(try parser.assignment())
        case .timeZone, .timeFormat, .since, .until, .format, .csvText: settings[option.name] = option
        case .from, .optionsFile: break
        }
    }

    private mutating func addMap(_ parser: inout SourceParser) throws(SourceFault) {
        let name = try parser.nameBeforeEquals()
        let source = try parser.wholeSource()
        if let field = Field(name) {
            fields[field] = source
        } else {
            properties.append((name, source))
        }
    }
}

extension SourceParser {
    /// `NAME=`, where a name with a `=` in it stands in double quotes, and so does one with blanks at its ends.
    mutating func nameBeforeEquals() throws(SourceFault) -> [UInt8] {
        skipBlanks()
        let name: [UInt8]
        if next == UInt8(ascii: "\"") {
            name = try plainText()
            skipBlanks()
        } else {
            name = takeName { $0 != UInt8(ascii: "=") }
        }
        guard next == UInt8(ascii: "=") else { throw fault("Expected '=' after the name; \(found).") }
        if name.isEmpty { throw SourceFault(offset: 0, message: "A name stands before the '='.") }
        offset += 1
        return name
    }

    fileprivate mutating func wholePath() throws(SourceFault) -> JSONPath {
        let path = try documentPath()
        try expectEnd()
        return path
    }

    private mutating func documentPath() throws(SourceFault) -> JSONPath {
        let start = offset
        let path = try path()
        if path.root == .line { throw SourceFault(offset: start, message: "Here stands a path without $line.") }
        return path
    }

    fileprivate mutating func entries() throws(SourceFault) -> MappingRules.Entries {
        let path = try documentPath()
        if next == nil {
            return MappingRules.Entries(path: path, key: Array("key".utf8), value: Array("value".utf8))
        }
        try expect("=")
        let key = takeName { $0 != UInt8(ascii: ",") }
        if key.isEmpty { throw fault("The name of the member with the key stands here.") }
        try expect(",")
        let value = takeName { _ in true }
        if value.isEmpty { throw fault("The name of the member with the value stands here.") }
        return MappingRules.Entries(path: path, key: key, value: value)
    }

    fileprivate mutating func spread() throws(SourceFault) -> MappingRules.Spread {
        var path = try documentPath()
        var anyNamed: [UInt8]?
        if next == UInt8(ascii: "*") {
            guard case .name(let name)? = path.steps.last else { throw fault("A name stands before the *.") }
            path.steps.removeLast()
            anyNamed = name
            offset += 1
        }
        if next != nil { try expect("=") }
        return MappingRules.Spread(path: path, anyNamed: anyNamed, prefix: takeName { _ in true })
    }

    fileprivate mutating func rename() throws(SourceFault) -> MappingRules.Rename {
        skipBlanks()
        let isExact = next == UInt8(ascii: "\"")
        let name = try nameBeforeEquals()
        let old = isExact ? NamePattern(exactly: name) : NamePattern(name)
        var new = takeName { _ in true }
        if new.isEmpty { throw fault("The new name stands here.") }
        if old.isPrefix != (new.last == UInt8(ascii: "*")), !isExact {
            throw fault("A * stands at the end of both names or of neither.")
        }
        if old.isPrefix { new.removeLast() }
        return MappingRules.Rename(old: old, new: new)
    }

    fileprivate mutating func assignment() throws(SourceFault) -> (name: [UInt8], value: [UInt8]) {
        let name = try nameBeforeEquals()
        let value = take { _ in true }
        if let field = MappingRules.Field(name) {
            let source = OptionJSON.value(value)
            let text = String(decoding: source, as: UTF8.self)
            throw SourceFault(offset: 0, message: "This is set with --map '\(field.name)=\(text)'.")
        }
        return (name, OptionJSON.value(value))
    }
}
