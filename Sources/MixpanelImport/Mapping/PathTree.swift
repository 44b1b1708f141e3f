/// The paths of all options as one tree, so that one walk over a line finds what they lead to. A node's number is also
/// the number of the place where its value is kept; those under it follow it.
struct PathTree: Sendable {
    struct Node: BitwiseCopyable, Sendable {
        /// Past the last node under it.
        var end: Int32 = 0
        /// Its children by name are in these buckets; there are none where the mask is -1.
        var buckets: Int32 = 0
        var mask: Int32 = -1
        /// Its children by number.
        var elements: Int32 = 0
        var elementsEnd: Int32 = 0
        /// The name under its parent.
        var name: Constant.Place = Constant.Place()
        var uniqueness = Uniqueness.none
    }

    /// In which lines a second value of this name makes it ambiguous what the event is.
    enum Uniqueness: UInt8, BitwiseCopyable, Sendable {
        case none
        case all
        /// With an object `properties`.
        case inner
        /// Without one.
        case outer
    }

    struct Element: BitwiseCopyable, Sendable {
        var index: Int
        var node: Int32
    }

    private(set) var nodes: [Node] = []
    /// Node numbers; 0 is empty.
    private(set) var buckets: [UInt32] = []
    private(set) var elements: [Element] = []
    private var numbers: [JSONPath: Int] = [:]

    static let documentRoot = 0
    /// The root of paths that begin with `$line`.
    let lineRoot: Int

    /// The number of a path that the tree was made of.
    func number(of path: JSONPath) -> Int { numbers[path]! }

    init(_ paths: some Sequence<JSONPath>, unique: [JSONPath: Uniqueness], constants: inout ConstantPool) {
        var branches = [JSONPath(): Branch(), JSONPath(root: .line): Branch()]
        for path in paths {
            Self.add(path, &branches)
        }
        lineRoot = Self.size(JSONPath(), branches)
        number(JSONPath(), branches, unique, &constants)
        number(JSONPath(root: .line), branches, unique, &constants)
    }

    private struct Branch {
        var children: [JSONPath.Step] = []
    }

    private static func add(_ path: JSONPath, _ branches: inout [JSONPath: Branch]) {
        var parent = JSONPath(root: path.root)
        for step in path.steps {
            var child = parent
            child.steps.append(step)
            if branches[child] == nil {
                branches[child] = Branch()
                branches[parent]!.children.append(step)
            }
            parent = child
        }
    }

    private static func size(_ path: JSONPath, _ branches: [JSONPath: Branch]) -> Int {
        branches.keys.count { $0.root == path.root }
    }

    private mutating func number(
        _ path: JSONPath,
        _ branches: [JSONPath: Branch],
        _ unique: [JSONPath: Uniqueness],
        _ constants: inout ConstantPool
    ) {
        let index = nodes.count
        numbers[path] = index
        var node = Node(uniqueness: unique[path] ?? .none)
        if case .name(let name)? = path.steps.last { node.name = constants.place(of: name) }
        nodes.append(node)
        var named: [(name: [UInt8], node: Int)] = []
        var counted: [Element] = []
        for step in branches[path]!.children {
            switch step {
            case .name(let name): named.append((name, nodes.count))
            case .index(let index): counted.append(Element(index: index, node: Int32(nodes.count)))
            }
            number(JSONPath(root: path.root, steps: path.steps + [step]), branches, unique, &constants)
        }
        nodes[index].elements = Int32(elements.count)
        elements += counted
        nodes[index].elementsEnd = Int32(elements.count)
        if !named.isEmpty { setBuckets(of: index, named) }
        nodes[index].end = Int32(nodes.count)
    }

    private mutating func setBuckets(of node: Int, _ children: [(name: [UInt8], node: Int)]) {
        var size = 4
        while size < children.count * 4 {
            size *= 2
        }
        let start = buckets.count
        buckets += Array(repeating: 0, count: size)
        for child in children {
            let hash = child.name.withUnsafeBytes { Text($0.baseAddress ?? .init(bitPattern: 1)!, $0.count).hash }
            var place = Int(hash) & (size - 1)
            while buckets[start + place] != 0 {
                place = (place + 1) & (size - 1)
            }
            buckets[start + place] = UInt32(child.node)
        }
        nodes[node].buckets = Int32(start)
        nodes[node].mask = Int32(size - 1)
    }
}

extension PathTree {
    /// The child, by its unescaped name, of a node that has some.
    @inline(__always)
    func child(of node: Int, _ name: Text, hash: UInt, constants: UnsafeRawPointer) -> Int? {
        let mask = Int(nodes[node].mask)
        let start = Int(nodes[node].buckets)
        var place = Int(hash) & mask
        while true {
            let child = Int(buckets[start + place])
            if child == 0 { return nil }
            if nodes[child].name.text(constants) == name { return child }
            place = (place + 1) & mask
        }
    }
}
