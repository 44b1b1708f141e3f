extension EventMapping {
    /// Makes properties of the members of the object at a node.
    func spread(_ spread: Spread, _ scratch: inout MappingScratch) throws(JSONFault) {
        let object = scratch.slots[spread.node]
        guard object.kind == .object else { return }
        let prefix = (spread.prefix.text(scratch.constants), spread.escapedPrefix.text(scratch.constants))
        guard let anyNamed = spread.anyNamed else {
            return try self.spread(object, node: spread.node, prefix: prefix, &scratch)
        }
        let wanted = anyNamed.text(scratch.constants)
        let start = scratch.members.count
        try collectMembers(of: object, node: spread.node, &scratch)
        for index in start..<scratch.members.count {
            let member = scratch.members[index]
            let isWanted = !member.isRepeated && member.property.name.hasPrefix(wanted)
            let value = current(member.property.value, &scratch)
            if isWanted, value.kind == .object {
                try self.spread(value, node: Int(member.node), prefix: prefix, &scratch)
            }
        }
        scratch.members.cut(to: start)
    }

    private func spread(
        _ object: JSONValue,
        node: Int,
        prefix: (text: Text, escaped: Text),
        _ scratch: inout MappingScratch
    ) throws(JSONFault) {
        let start = scratch.members.count
        try collectMembers(of: object, node: node, &scratch)
        for index in start..<scratch.members.count {
            if scratch.members[index].isRepeated {
                scratch.counts.repeatedNames += 1
                continue
            }
            let member = Int(scratch.members[index].node)
            if member >= 0, scratch.isTaken[member] { continue }
            var property = scratch.members[index].property
            property.value = current(property.value, &scratch)
            if prefix.text.count > 0 { property.prepend(prefix.text, prefix.escaped, &scratch) }
            try add(&property, .spread, &scratch)
        }
        scratch.members.cut(to: start)
    }

    /// Adds the members of an object to `scratch.members`, and marks those that another of the same name follows.
    func collectMembers(
        of object: JSONValue,
        node: Int,
        _ scratch: inout MappingScratch
    ) throws(JSONFault) {
        scratch.memberNames.removeAll()
        let hasNodes = node >= 0 && tree.nodes[node].mask >= 0
        let line = JSONLine(start: object.start, end: object.end)
        var position = line.skipWhitespace(object.start + 1)
        while line.byte(at: position) != UInt8(ascii: "}") {
            let key = try line.key(at: position)
            let valueStart = try line.skipColon(key.end)
            let end = try line.value(at: valueStart, level: 1)
            let value = JSONValue(valueStart, end.end, end.kind)
            let token = JSONValue(key.start, key.end, .string)
            let name = key.hasEscapes ? scratch.text(of: token) : token.contents
            let hash = name.hash
            let property = Property(name: name, escaped: token.contents, hash: hash, value: value)
            let child = hasNodes ? tree.child(of: node, name, hash: hash, constants: scratch.constants) ?? -1 : -1
            scratch.addMember(Member(property: property, node: Int32(child)))
            position = try line.nextMember(after: end.end)
        }
    }
}

extension MappingScratch {
    @inline(__always)
    fileprivate mutating func addMember(_ member: Member) {
        let members = members.base
        let name = member.property.name
        let hash = member.property.hash
        let earlier = memberNames.find(hash) { members[$0].property.name == name }
        if let earlier {
            members[earlier].isRepeated = true
            memberNames.replace(hash, earlier, with: self.members.count)
        } else {
            memberNames.insert(hash, self.members.count)
        }
        self.members.append(member)
    }
}

extension Property {
    /// Puts something before the name.
    mutating func prepend(_ text: Text, _ escapedText: Text, _ scratch: inout MappingScratch) {
        let isPlain = name.start == escaped.start
        escaped = scratch.joined(escapedText, escaped)
        name = isPlain && text.start == escapedText.start ? escaped : scratch.joined(text, name)
        hash = name.hash
    }
}

extension MappingScratch {
    mutating func joined(_ first: Text, _ second: Text) -> Text {
        let start = arena.allocate(first.count + second.count)
        start.copyMemory(from: first.start, byteCount: first.count)
        (start + first.count).copyMemory(from: second.start, byteCount: second.count)
        return Text(start, first.count + second.count)
    }
}
