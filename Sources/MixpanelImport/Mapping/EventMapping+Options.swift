extension EventMapping {
    /// From options in the order of the command line. `load` gives the text of the preset or file that an option names.
    package init(
        _ options: [MappingOption],
        load: (OptionExpansion.Reference) throws -> String?
    ) throws(MappingOptionError) {
        try self.init(OptionExpansion(options, load: load))
    }

    package init(_ expansion: OptionExpansion) throws(MappingOptionError) {
        let rules = try MappingRules(expansion)
        var pool = ConstantPool()
        let tree = PathTree(rules.paths, unique: rules.uniquePaths, constants: &pool)
        var program = Program()
        steps = rules.steps.map { step in
            switch step {
            case .where(let condition): .where(program.add(condition, tree, &pool))
            case .unwrap(let source): .unwrap(program.add(source, tree, &pool))
            }
        }
        fields = EventFields(rules, tree, &program, &pool)
        var mapped = rules.properties.map { MappedProperty($0.name, program.add($0.source, tree, &pool), &pool) }
        spreads = rules.spreads.map { Spread($0, tree, &pool) }
        readings = rules.readings(tree, &pool)
        sets = rules.sets.map { FixedProperty($0.name, $0.value, &pool) }
        defaults = rules.defaults.map { FixedProperty($0.name, $0.value, &pool) }
        names = PropertyRules(rules, &pool)
        if !rules.isFlat { mapped.markFree(names, pool) }
        isFlat = rules.isFlat
        dropsNull = rules.dropsNull
        skipsPrefix = rules.skipsPrefix
        keepsLines = rules.keepsLines
        let times = try TimeSettings(rules.settings)
        reader = times.reader
        since = times.since
        until = times.until
        readsOwnTime = rules.settings[.timeZone] != nil || rules.settings[.timeFormat] != nil
        readsLine = tree.nodes[tree.lineRoot].end > tree.lineRoot + 1 || rules.readsWholeLine
        explosions = rules.explosions
        format = rules.settings[.format]
        isCSVText = rules.settings[.csvText] != nil
        self.mapped = mapped
        self.program = program
        self.tree = tree
        self.pool = pool
    }
}

extension MappingRules {
    fileprivate static var ownPaths: [JSONPath] {
        [JSONPath("event"), JSONPath("properties")]
            + ["time", "distinct_id", "$insert_id"].flatMap { [JSONPath("properties", $0), JSONPath($0)] }
    }

    /// All that is looked for in a line.
    fileprivate var paths: [JSONPath] {
        var paths = Self.ownPaths + parse + entries.map(\.path) + spreads.map(\.path)
        for step in steps {
            switch step {
            case .where(let condition): paths += condition.paths
            case .unwrap(let source): paths += source.paths
            }
        }
        return paths + fields.values.flatMap(\.paths) + properties.flatMap(\.source.paths)
    }

    fileprivate var readsWholeLine: Bool { paths.contains(JSONPath(root: .line)) }

    /// Fields that are not mapped must not stand twice.
    fileprivate var uniquePaths: [JSONPath: PathTree.Uniqueness] {
        if keepsLines { return [:] }
        var unique: [JSONPath: PathTree.Uniqueness] = [:]
        if fields[.event] == nil { unique[JSONPath("event")] = .all }
        let inner: [(Field, String)] = [(.time, "time"), (.distinctID, "distinct_id"), (.insertID, "$insert_id")]
        for (field, name) in inner where fields[field] == nil {
            unique[JSONPath("properties", name)] = .inner
            unique[JSONPath(name)] = .outer
            unique[JSONPath("properties")] = .all
        }
        if fields[.event] == nil && spreads.isEmpty { unique[JSONPath("properties")] = .all }
        return unique
    }

    /// The outer ones first, because the inner values exist only then.
    fileprivate func readings(_ tree: PathTree, _ pool: inout ConstantPool) -> [EventMapping.Reading] {
        var readings: [(depth: Int, EventMapping.Reading)] = []
        for path in parse {
            readings.append((path.steps.count, EventMapping.Reading(node: tree.number(of: path), entries: nil)))
        }
        for entry in entries {
            let names = EventMapping.EntryNames(key: pool.place(of: entry.key), value: pool.place(of: entry.value))
            let node = tree.number(of: entry.path)
            readings.append((entry.path.steps.count, EventMapping.Reading(node: node, entries: names)))
        }
        let order = readings.indices.sorted { (readings[$0].depth, $0) < (readings[$1].depth, $1) }
        return order.map { readings[$0].1 }
    }

    /// Nothing builds an event anew.
    fileprivate var keepsLines: Bool {
        parse.isEmpty && entries.isEmpty && fields.isEmpty && properties.isEmpty && spreads.isEmpty && !isFlat
            && !dropsNull && renames.isEmpty && drops.isEmpty && keeps == nil && sets.isEmpty && defaults.isEmpty
            && settings[.timeZone] == nil && settings[.timeFormat] == nil
    }
}
