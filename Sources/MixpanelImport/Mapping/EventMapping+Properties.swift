extension EventMapping {
    enum PropertyOrigin {
        case mapped
        case spread
    }

    /// Adds a property, or what it is flattened to, unless the options or an earlier one are against it.
    /// It is handed on in place: copies of it took a tenth of the time of a mapping.
    func add(
        _ property: inout Property,
        _ origin: PropertyOrigin,
        _ scratch: inout MappingScratch
    ) throws(JSONFault) {
        if isFlat, property.value.kind == .object {
            let start = scratch.members.count
            try collectMembers(of: property.value, node: -1, &scratch)
            if scratch.members.count > start { return try addFlat(property, from: start, origin, &scratch) }
        }
        if dropsNull, property.value.kind == .null { return }
        let isRenamed = rename(&property, &scratch)
        let treatment = names.treatment(of: property.name, hash: property.hash, scratch.constants)
        if names.leaveOut(treatment) { return }
        // Not even an event already has an id of its own where a map says which one it has, or that it has none.
        let reserved: PropertyRules.Treatment = scratch.isEvent ? .field : [.reserved, .field]
        let isForeign = origin == .spread && !isRenamed
        insert(&property, isReserved: isForeign && !treatment.isDisjoint(with: reserved), &scratch)
    }

    @inline(never)
    private func addFlat(
        _ outer: Property,
        from start: Int,
        _ origin: PropertyOrigin,
        _ scratch: inout MappingScratch
    ) throws(JSONFault) {
        let dot = Text(".")
        let prefix = scratch.joined(outer.name, dot)
        let isPlain = outer.name.start == outer.escaped.start
        let escapedPrefix = isPlain ? prefix : scratch.joined(outer.escaped, dot)
        for index in start..<scratch.members.count {
            let member = scratch.members[index]
            if member.isRepeated {
                scratch.counts.repeatedNames += 1
                continue
            }
            var inner = member.property
            inner.prepend(prefix, escapedPrefix, &scratch)
            try add(&inner, origin, &scratch)
        }
        scratch.members.cut(to: start)
    }

    /// Gives a property its new name, by the first `--rename` that fits.
    @inline(__always)
    private func rename(_ property: inout Property, _ scratch: inout MappingScratch) -> Bool {
        for index in names.renames.indices {
            let rename = names.renames[index]
            if !rename.fits(property.name, scratch.constants) { continue }
            property.rename(rename, &scratch)
            return true
        }
        return false
    }

    /// Puts a property under its name, or under the next that is free. A null under a name that it may not have says
    /// nothing that another name could keep.
    @inline(__always)
    private func insert(_ property: inout Property, isReserved: Bool, _ scratch: inout MappingScratch) {
        let properties = scratch.properties.base
        let existing = scratch.propertyNames.find(property.hash) { properties[$0].name == property.name }
        if existing == nil && !isReserved {
            scratch.append(property)
        } else if !isReserved || property.value.kind != .null {
            insertElsewhere(&property, existing, &scratch)
        }
    }

    @inline(never)
    private func insertElsewhere(_ property: inout Property, _ taken: Int?, _ scratch: inout MappingScratch) {
        var existing = taken
        while true {
            if let existing, Property.equal(scratch.properties[existing].value, property.value, &scratch) {
                scratch.counts.equalProperties += 1
                return
            }
            property.appendUnderscore(&scratch)
            let properties = scratch.properties.base
            existing = scratch.propertyNames.find(property.hash) { properties[$0].name == property.name }
            if existing == nil { break }
        }
        scratch.counts.renamedProperties += 1
        scratch.append(property)
    }

    /// The properties that all events get, and those that stand in for missing ones.
    func addFixed(_ scratch: inout MappingScratch) {
        for index in sets.indices {
            putFixed(sets[index], isDefault: false, &scratch)
        }
        for index in defaults.indices {
            putFixed(defaults[index], isDefault: true, &scratch)
        }
    }

    private func putFixed(_ fixed: FixedProperty, isDefault: Bool, _ scratch: inout MappingScratch) {
        let property = fixed.name.property(fixed.value.value(scratch.constants), scratch.constants)
        let properties = scratch.properties.base
        guard let existing = scratch.propertyNames.find(property.hash, { properties[$0].name == property.name }) else {
            scratch.append(property)
            return
        }
        if !isDefault || properties[existing].value.kind == .null { properties[existing].value = property.value }
    }
}

extension MappingScratch {
    /// The name must be free.
    @inline(__always)
    mutating func append(_ property: Property) {
        propertyNames.insert(property.hash, properties.count)
        properties.append(property)
    }
}

extension EventMapping.Rename {
    @inline(__always)
    func fits(_ name: Text, _ constants: UnsafeRawPointer) -> Bool {
        let old = old.text(constants)
        return isPrefix ? name.hasPrefix(old) : name == old
    }
}

extension PropertyName {
    @inline(__always)
    func property(_ value: JSONValue, _ constants: UnsafeRawPointer) -> Property {
        Property(name: text.text(constants), escaped: escaped.text(constants), hash: hash, value: value)
    }
}

extension Property {
    @inline(never)
    fileprivate mutating func rename(_ rename: EventMapping.Rename, _ scratch: inout MappingScratch) {
        let old = rename.old.text(scratch.constants)
        let rest = Text(name.start + old.count, name.count - old.count)
        let isPlain = name.start == escaped.start
        name = scratch.joined(rename.new.text(scratch.constants), rest)
        // The rest of a name with escapes is written anew, because where it begins among them is not known.
        let escapedRest = isPlain ? rest : scratch.token(for: rest).contents
        escaped = scratch.joined(rename.escapedNew.text(scratch.constants), escapedRest)
        hash = name.hash
    }

    fileprivate mutating func appendUnderscore(_ scratch: inout MappingScratch) {
        let isPlain = name.start == escaped.start
        escaped = scratch.joined(escaped, Text("_"))
        name = isPlain ? escaped : scratch.joined(name, Text("_"))
        hash = name.hash
    }
}

extension Text {
    init(_ text: StaticString) {
        self.init(text.utf8Start, text.utf8CodeUnitCount)
    }
}
