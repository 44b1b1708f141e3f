extension EventMapping {
    /// Builds the event anew.
    func build(
        into output: inout [UInt8],
        _ scratch: inout MappingScratch
    ) throws(EventFault) -> MappedLine {
        for index in readings.indices {
            try read(readings[index], &scratch)
        }
        let hasProperties = scratch.slots[fields.ownProperties].kind == .object
        scratch.isEvent = hasProperties && fields.event == nil && spreads.isEmpty
        try checkForRepeatedKeys(hasProperties, scratch)
        scratch.propertyNames.removeAll()
        let event = try eventName(&scratch)
        let time = try addTime(hasProperties, &scratch)
        if let time, let reason = outside(time) { return .skipped(reason) }
        addIDs(hasProperties, &scratch)
        do throws(JSONFault) {
            for index in mapped.indices {
                try addMapped(mapped[index], &scratch)
            }
            try addSpreads(&scratch)
        } catch {
            throw scratch.eventFault(error, in: scratch.line)
        }
        addFixed(&scratch)
        scratch.write(event)
        scratch.moveOutput(to: &output)
        return .written
    }

    private func addSpreads(_ scratch: inout MappingScratch) throws(JSONFault) {
        if spreads.isEmpty {
            let node = scratch.isEvent ? fields.ownProperties : PathTree.documentRoot
            try spread(Spread(node: node, prefix: Constant.Place(), escapedPrefix: Constant.Place()), &scratch)
        }
        for index in spreads.indices {
            try spread(spreads[index], &scratch)
        }
    }

    private func checkForRepeatedKeys(
        _ hasProperties: Bool,
        _ scratch: borrowing MappingScratch
    ) throws(EventFault) {
        guard let key = hasProperties ? scratch.repeated.inner : scratch.repeated.outer else { return }
        let token = JSONValue(key.start - 1, key.start + key.count + 1, .string)
        throw .repeatedKey(key, at: scratch.column(token))
    }

    private func addMapped(_ property: MappedProperty, _ scratch: inout MappingScratch) throws(JSONFault) {
        var value = taken(property.term, property.rule, &scratch)
        if property.isID { value = scratch.userID(value) ?? .missing }
        if value.kind == .null { return }
        var added = property.name.property(value, scratch.constants)
        if property.isFree {
            scratch.append(added)
        } else {
            try add(&added, .mapped, &scratch)
        }
    }
}
