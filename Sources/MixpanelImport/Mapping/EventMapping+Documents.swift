extension EventMapping {
    /// Walks over a document from its root, or over what counts as the value of a node.
    func walk(
        _ line: JSONLine,
        from start: UnsafeRawPointer,
        node: Int,
        _ scratch: inout MappingScratch
    ) throws(JSONFault) -> JSONValue {
        for index in node..<Int(tree.nodes[node].end) {
            scratch.slots[index] = .missing
        }
        var walk = PathWalk(line: line, slots: scratch.slots.base, constants: scratch.constants)
        let value = try walk.value(tree, at: start, node: node, level: 0)
        let found = JSONValue(start, value.end, value.kind)
        scratch.slots[node] = found
        scratch.repeated.inner = scratch.repeated.inner ?? walk.repeated.inner
        scratch.repeated.outer = scratch.repeated.outer ?? walk.repeated.outer
        return found
    }

    /// Continues with the object that a source leads to, or that the text there holds.
    func unwrap(_ term: Int, _ scratch: inout MappingScratch) throws(EventFault) -> Bool {
        let value = value(of: term, .plain, &scratch)
        switch value.kind {
        case .object:
            if value.start == scratch.document.start { return true }
            try enter(JSONLine(start: value.start, end: value.end), from: value.start, &scratch)
            return true
        case .string:
            scratch.documentColumn = scratch.column(value)
            return try unwrap(scratch.text(of: value), &scratch)
        default:
            return false
        }
    }

    private func unwrap(_ text: Text, _ scratch: inout MappingScratch) throws(EventFault) -> Bool {
        let line = JSONLine(start: text.start, end: text.start + text.count)
        guard let start = line.beginningOfObject(from: line.start) else { return false }
        try enter(line, from: start, &scratch)
        if line.beginningOfObject(from: scratch.document.end) != nil {
            throw .secondObject(at: scratch.documentColumn)
        }
        return true
    }

    /// Makes the object at `start` the document.
    func enter(
        _ line: JSONLine,
        from start: UnsafeRawPointer,
        _ scratch: inout MappingScratch
    ) throws(EventFault) {
        scratch.repeated = PathWalk.Repeated()
        do throws(JSONFault) {
            scratch.document = try walk(line, from: start, node: PathTree.documentRoot, &scratch)
        } catch {
            throw scratch.eventFault(error, in: line)
        }
    }

    /// Reads the text or the array at a node as what it counts as; where it is neither, it stays what it is.
    func read(_ reading: Reading, _ scratch: inout MappingScratch) throws(EventFault) {
        let old = scratch.slots[reading.node]
        let text: Text
        if let names = reading.entries {
            guard old.kind == .array else { return }
            do throws(JSONFault) {
                text = try entries(old, names, &scratch)
            } catch {
                throw scratch.eventFault(error, in: scratch.line)
            }
        } else {
            guard old.kind == .string else { return }
            text = scratch.text(of: old)
        }
        let line = JSONLine(start: text.start, end: text.start + text.count)
        let start = line.skipWhitespace(line.start)
        let repeated = scratch.repeated
        do throws(JSONFault) {
            let new = try walk(line, from: start, node: reading.node, &scratch)
            if line.skipWhitespace(new.end) == line.end {
                scratch.replacements.append(MappingScratch.Replacement(old: old, new: new))
                return
            }
        } catch {
            // Text that is no JSON stays text.
        }
        scratch.repeated = repeated
        for index in reading.node..<Int(tree.nodes[reading.node].end) {
            scratch.slots[index] = .missing
        }
        scratch.slots[reading.node] = old
    }
}

extension JSONLine {
    /// The first `{` from `position` on that begins an object: a quote or a `}` follows it, whitespace aside.
    func beginningOfObject(from position: Position) -> Position? {
        var position = position
        while position < end {
            if byte(at: position) == UInt8(ascii: "{") {
                let next = byte(at: skipWhitespace(position + 1))
                if next == UInt8(ascii: "\"") || next == UInt8(ascii: "}") { return position }
            }
            position += 1
        }
        return nil
    }
}
