/// One walk over a document, which keeps what the paths of a tree lead to.
struct PathWalk {
    typealias Position = JSONLine.Position
    typealias ValueEnd = JSONLine.ValueEnd

    let line: JSONLine
    /// By node; the caller has emptied those under the root.
    let slots: UnsafeMutablePointer<JSONValue>
    /// The bytes of the constant pool.
    let constants: UnsafeRawPointer
    var repeated = Repeated()

    /// The first keys that came twice although they say what the event is, by the lines where they do.
    struct Repeated {
        var inner: Text?
        var outer: Text?
    }

    /// The value at `start`, which belongs to `node` and stands inside `level` containers.
    @inline(__always)
    mutating func value(_ tree: PathTree, at start: Position, node: Int, level: Int) throws(JSONFault) -> ValueEnd {
        let first = line.byte(at: start)
        if first == UInt8(ascii: "{"), tree.nodes[node].mask >= 0 {
            return try object(tree, at: start, node: node, level: level + 1)
        }
        if first == UInt8(ascii: "["), tree.nodes[node].elements < tree.nodes[node].elementsEnd {
            return try array(tree, at: start, node: node, level: level + 1)
        }
        if first == UInt8(ascii: "\"") { return ValueEnd(.string, try line.string(at: start).end) }
        return try line.value(at: start, level: level)
    }

    @inline(never)
    private mutating func object(
        _ tree: PathTree,
        at start: Position,
        node: Int,
        level: Int
    ) throws(JSONFault) -> ValueEnd {
        if level > JSONLine.maximumLevel { throw line.fault(at: start, .fewerLevels) }
        var position = line.skipWhitespace(start + 1)
        while line.byte(at: position) != UInt8(ascii: "}") {
            let key = try line.key(at: position)
            let isTight = line.hasPair(UInt8(ascii: ":"), UInt8(ascii: "\""), at: key.end)
            let valueStart = isTight ? key.end + 1 : try line.skipColon(key.end)
            let end: Position
            if let child = child(tree, of: node, key) {
                if !slots[child].isMissing { forget(tree, child, key) }
                let value = try value(tree, at: valueStart, node: child, level: level)
                slots[child] = JSONValue(valueStart, value.end, value.kind)
                end = value.end
            } else if isTight {
                end = try line.string(at: valueStart).end
            } else {
                end = try line.value(at: valueStart, level: level).end
            }
            position = try line.nextMember(after: end)
        }
        return ValueEnd(.object, position + 1)
    }

    @inline(never)
    private mutating func array(
        _ tree: PathTree,
        at start: Position,
        node: Int,
        level: Int
    ) throws(JSONFault) -> ValueEnd {
        if level > JSONLine.maximumLevel { throw line.fault(at: start, .fewerLevels) }
        var position = line.skipWhitespace(start + 1)
        if line.byte(at: position) == UInt8(ascii: "]") { return ValueEnd(.array, position + 1) }
        var index = 0
        while true {
            var end: Position?
            for element in tree.nodes[node].elements..<tree.nodes[node].elementsEnd {
                let wanted = tree.elements[Int(element)]
                if wanted.index != index { continue }
                let value = try value(tree, at: position, node: Int(wanted.node), level: level)
                slots[Int(wanted.node)] = JSONValue(position, value.end, value.kind)
                end = value.end
            }
            if end == nil { end = try line.value(at: position, level: level).end }
            position = line.skipWhitespace(end!)
            let next = line.byte(at: position)
            if next == UInt8(ascii: "]") { return ValueEnd(.array, position + 1) }
            if next != UInt8(ascii: ",") { throw line.fault(at: position, .commaOrBracket) }
            position = line.skipWhitespace(position + 1)
            index += 1
        }
    }

    @inline(__always)
    private func child(_ tree: PathTree, of node: Int, _ key: JSONLine.Key) -> Int? {
        if key.hasEscapes { return escapedChild(tree, of: node, key) }
        let name = Text(key.start + 1, key.end - key.start - 2)
        return tree.child(of: node, name, hash: name.hash, constants: constants)
    }

    @inline(never)
    private func escapedChild(_ tree: PathTree, of node: Int, _ key: JSONLine.Key) -> Int? {
        let token = UnsafeRawBufferPointer(start: key.start, count: key.end - key.start)
        return JSONString.withContents(of: token) { name in
            guard let start = name.baseAddress else { return nil }
            let name = Text(start, name.count)
            return tree.child(of: node, name, hash: name.hash, constants: constants)
        }
    }

    /// Of equal names the last counts.
    @inline(never)
    private mutating func forget(_ tree: PathTree, _ node: Int, _ key: JSONLine.Key) {
        let name = Text(key.start + 1, key.end - key.start - 2)
        let uniqueness = tree.nodes[node].uniqueness
        if uniqueness == .all || uniqueness == .inner { repeated.inner = repeated.inner ?? name }
        if uniqueness == .all || uniqueness == .outer { repeated.outer = repeated.outer ?? name }
        for forgotten in node..<Int(tree.nodes[node].end) {
            slots[forgotten] = .missing
        }
    }
}
