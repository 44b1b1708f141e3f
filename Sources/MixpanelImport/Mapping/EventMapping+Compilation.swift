extension EventFields {
    init(_ rules: MappingRules, _ tree: PathTree, _ program: inout Program, _ pool: inout ConstantPool) {
        event = rules.fields[.event].map { program.add($0, tree, &pool) }
        time = rules.fields[.time].map { program.add($0, tree, &pool) }
        distinctID = rules.fields[.distinctID].map { program.add($0, tree, &pool) }
        insertID = rules.fields[.insertID].map { program.add($0, tree, &pool) }
        ownEvent = tree.number(of: JSONPath("event"))
        ownProperties = tree.number(of: JSONPath("properties"))
        ownTime = tree.number(of: JSONPath("properties", "time"))
        ownDistinctID = tree.number(of: JSONPath("properties", "distinct_id"))
        ownInsertID = tree.number(of: JSONPath("properties", "$insert_id"))
        outerTime = tree.number(of: JSONPath("time"))
        outerDistinctID = tree.number(of: JSONPath("distinct_id"))
        outerInsertID = tree.number(of: JSONPath("$insert_id"))
    }
}

extension EventMapping.MappedProperty {
    init(_ name: [UInt8], _ term: Int, _ pool: inout ConstantPool) {
        let isID = name == Array("$user_id".utf8) || name == Array("$device_id".utf8)
        self.init(name: PropertyName(name, &pool), term: term, rule: isID ? .userID : .plain, isID: isID)
    }
}

extension [EventMapping.MappedProperty] {
    /// Names that no option changes, drops or sets, and that stand here once. The fields' names cannot stand here.
    mutating func markFree(_ names: PropertyRules, _ pool: ConstantPool) {
        pool.bytes.withUnsafeBytes { constants in
            let constants = constants.baseAddress!
            for index in indices {
                let name = self[index].name.text.text(constants)
                let isAlone = count { $0.name.text.text(constants) == name } == 1
                self[index].isFree = isAlone && names.leaveAlone(name, constants)
            }
        }
    }
}

extension EventMapping.Spread {
    init(_ spread: MappingRules.Spread, _ tree: PathTree, _ pool: inout ConstantPool) {
        node = tree.number(of: spread.path)
        anyNamed = spread.anyNamed.map { pool.place(of: $0) }
        prefix = pool.place(of: spread.prefix)
        escapedPrefix = pool.place(ofEscaped: spread.prefix, plain: prefix)
    }
}

extension EventMapping.FixedProperty {
    init(_ name: [UInt8], _ value: [UInt8], _ pool: inout ConstantPool) {
        self.name = PropertyName(name, &pool)
        self.value = pool.constant(value)
    }
}

extension PropertyName {
    init(_ name: [UInt8], _ pool: inout ConstantPool) {
        text = pool.place(of: name)
        escaped = pool.place(ofEscaped: name, plain: text)
        hash = name.withText { $0.hash }
    }
}

extension PropertyRules {
    init(_ rules: MappingRules, _ pool: inout ConstantPool) {
        var patterns: [(NamePattern, Treatment)] = Self.reserved.map { ($0, .reserved) }
        let ids: [(MappingRules.Field, String)] = [(.insertID, "$insert_id"), (.distinctID, "distinct_id")]
        for (field, name) in ids where rules.fields[field] != nil {
            patterns.append((NamePattern(exactly: Array(name.utf8)), .field))
        }
        patterns += rules.drops.map { ($0, .dropped) }
        patterns += (rules.keeps ?? []).map { ($0, .kept) }
        patterns += rules.sets.map { (NamePattern(exactly: $0.name), .set) }
        let renames = rules.renames.map { rename in
            EventMapping.Rename(
                old: pool.place(of: rename.old.text),
                isPrefix: rename.old.isPrefix,
                new: pool.place(of: rename.new),
                escapedNew: pool.place(of: OptionJSON.escaped(rename.new))
            )
        }
        self.init(patterns, keepsOnly: rules.keeps != nil, renames: renames, &pool)
    }
}

extension ConstantPool {
    /// Where the name as it stands between quotes is: at the same place if it looks the same there.
    fileprivate mutating func place(ofEscaped name: [UInt8], plain: Constant.Place) -> Constant.Place {
        let escaped = OptionJSON.escaped(name)
        return escaped == name ? plain : place(of: escaped)
    }
}
