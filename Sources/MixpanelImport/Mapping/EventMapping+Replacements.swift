extension EventMapping {
    /// A value as it counts: what `--parse` and `--entries` made of it, and of what is in it.
    @inline(__always)
    func current(_ value: JSONValue, _ scratch: inout MappingScratch) -> JSONValue {
        if scratch.replacements.count == 0 { return value }
        return value.isContainer || value.kind == .string ? replaced(value, &scratch) : value
    }

    private func replacement(for value: JSONValue, _ scratch: borrowing MappingScratch) -> JSONValue? {
        var found: JSONValue?
        for index in 0..<scratch.replacements.count {
            let replacement = scratch.replacements[index]
            if replacement.old.start == (found ?? value).start { found = replacement.new }
        }
        return found
    }

    @inline(never)
    private func replaced(_ value: JSONValue, _ scratch: inout MappingScratch) -> JSONValue {
        let value = replacement(for: value, scratch) ?? value
        if !value.isContainer || nextReplacement(in: value, from: value.start, scratch) == nil { return value }
        scratch.rendering.cut(to: 0)
        render(value, &scratch)
        let count = scratch.rendering.count
        let copy = scratch.arena.allocate(count)
        copy.copyMemory(from: scratch.rendering.base, byteCount: count)
        return JSONValue(copy, copy + count, value.kind)
    }

    private func render(_ value: JSONValue, _ scratch: inout MappingScratch) {
        var position = value.start
        while let index = nextReplacement(in: value, from: position, scratch) {
            let replacement = scratch.replacements[index]
            scratch.rendering.append(Text(position, replacement.old.start - position))
            render(replacement.new, &scratch)
            position = replacement.old.end
        }
        scratch.rendering.append(Text(position, value.end - position))
    }

    private func nextReplacement(
        in value: JSONValue,
        from position: UnsafeRawPointer,
        _ scratch: borrowing MappingScratch
    ) -> Int? {
        var next: Int?
        for index in 0..<scratch.replacements.count {
            let old = scratch.replacements[index].old
            if old.start < position || old.end > value.end { continue }
            if next.map({ old.start < scratch.replacements[$0].old.start }) ?? true { next = index }
        }
        return next
    }
}
