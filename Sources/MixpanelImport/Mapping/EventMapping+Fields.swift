extension EventMapping {
    /// The value of a term, whose origins are not spread any more.
    @inline(__always)
    func taken(_ term: Int, _ rule: ValueRule, _ scratch: inout MappingScratch) -> JSONValue {
        let operation = program.terms[term]
        if operation.operation == .path { return taken(node: Int(operation.first), &scratch) }
        scratch.origins.cut(to: 0)
        let value = value(of: term, rule, &scratch)
        if value.kind != .null {
            for index in 0..<scratch.origins.count {
                scratch.isTaken[Int(scratch.origins[index])] = true
            }
        }
        return value
    }

    /// The same for a path alone, which is what most terms are.
    @inline(__always)
    private func taken(node: Int, _ scratch: inout MappingScratch) -> JSONValue {
        let value = scratch.slots[node]
        if value.kind != .null { scratch.isTaken[node] = true }
        return value.isContainer ? current(value, &scratch) : value
    }

    /// The value of a mapped field, else the one that the line itself has at `node`.
    private func value(
        of term: Int?,
        _ rule: ValueRule,
        else node: Int,
        _ scratch: inout MappingScratch
    ) -> JSONValue {
        if let term { return taken(term, rule, &scratch) }
        let value = current(scratch.slots[node], &scratch)
        if !value.isMissing { scratch.isTaken[node] = true }
        return value
    }

    func eventName(_ scratch: inout MappingScratch) throws(EventFault) -> JSONValue {
        let value = value(of: fields.event, .text, else: fields.ownEvent, &scratch)
        if value.kind == .string, value.count > 2 || scratch.isEvent { return value }
        if value.kind == .number, !scratch.isEvent { return scratch.quoted(value) }
        throw .noEventName(value, at: scratch.column(value))
    }

    /// In milliseconds; nil for an event already that has none, and where nobody asks for it.
    func addTime(_ hasProperties: Bool, _ scratch: inout MappingScratch) throws(EventFault) -> Int64? {
        let node = hasProperties ? fields.ownTime : fields.outerTime
        let value = value(of: fields.time, .text, else: node, &scratch)
        let isCopied = scratch.isEvent && fields.time == nil
        if isCopied, !readsOwnTime, since == nil, until == nil {
            if !value.isMissing { addField("time", value, &scratch) }
            return nil
        }
        switch reader.milliseconds(ofJSONValue: value.bytes) {
        case .milliseconds(let time):
            addField("time", isCopied && !readsOwnTime ? value : scratch.number(time), &scratch)
            return time
        case .missing where isCopied:
            if !value.isMissing { addField("time", value, &scratch) }
            return nil
        case .missing:
            throw .noTime(at: scratch.column(value))
        case .bad(_, let fault):
            throw .badTime(fault, at: scratch.column(value))
        }
    }

    func addIDs(_ hasProperties: Bool, _ scratch: inout MappingScratch) {
        if let value = insertID(hasProperties, &scratch) { addField("$insert_id", value, &scratch) }
        if let value = distinctID(hasProperties, &scratch) { addField("distinct_id", value, &scratch) }
    }

    private func insertID(_ hasProperties: Bool, _ scratch: inout MappingScratch) -> JSONValue? {
        let node = hasProperties ? fields.ownInsertID : fields.outerInsertID
        let value = value(of: fields.insertID, .insertID, else: node, &scratch)
        if scratch.isEvent, fields.insertID == nil { return value.isMissing ? nil : value }
        return scratch.insertID(value)
    }

    private func distinctID(_ hasProperties: Bool, _ scratch: inout MappingScratch) -> JSONValue? {
        let node = hasProperties ? fields.ownDistinctID : fields.outerDistinctID
        let value = value(of: fields.distinctID, .userID, else: node, &scratch)
        if scratch.isEvent, fields.distinctID == nil { return value.isMissing ? nil : value }
        if let id = scratch.userID(value) { return id }
        // Where a map says "", it says so of an event already as well.
        if scratch.isEvent, value.kind != .string || value.count > 2 { return nil }
        scratch.counts.eventsWithoutUser += 1
        return scratch.nobody
    }

    private func addField(_ name: StaticString, _ value: JSONValue, _ scratch: inout MappingScratch) {
        let text = Text(name)
        let property = Property(name: text, escaped: text, hash: text.hash, value: value)
        scratch.append(property)
    }
}

extension MappingScratch {
    /// The string of a number's own digits.
    mutating func quoted(_ number: JSONValue) -> JSONValue {
        token(for: Text(number.start, number.count))
    }

    var nobody: JSONValue {
        let quotes = Text("\"\"")
        return JSONValue(quotes.start, quotes.start + quotes.count, .string)
    }

    /// An id of a user or a device as text; nil where it is missing, or stands for nobody.
    mutating func userID(_ value: JSONValue) -> JSONValue? {
        if value.kind == .null || ValueRule.userID.isMissing(value, &self) { return nil }
        return value.kind == .number ? quoted(value) : value
    }

    /// A value as an id that the service takes: as it is, or its hash. Nil where it is missing, or stands for nothing.
    mutating func insertID(_ value: JSONValue) -> JSONValue? {
        if value.kind == .null { return nil }
        if ValueRule.insertID.isMissing(value, &self) { return nil }
        let text = plainText(of: value)
        let isValid = text.count <= ServiceLimits.insertIDBytes && text.bytes.allSatisfy(Self.isInsertIDByte)
        if isValid { return value.kind == .string ? value : token(for: text) }
        counts.hashedIDs += 1
        return hash(of: text)
    }

    private static func isInsertIDByte(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return UInt8(ascii: "a") <= letter && letter <= UInt8(ascii: "z")
            || UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "-")
    }
}
