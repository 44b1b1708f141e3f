/// Sources and conditions, compiled: flat lists of numbers that point into each other.
struct Program: Sendable {
    struct Term: BitwiseCopyable, Sendable {
        enum Operation: UInt8, Sendable {
            /// `first` is a node of the path tree.
            case path
            /// `first` is a constant.
            case constant
            /// `first` up to `second` are parts.
            case template
            /// `first` up to `second` are operands.
            case alternatives
            /// `first` is a condition, `second` a term.
            case select
            /// To the term `first`.
            case tostring, fromjson, downcase, upcase, hash, last36, fromlocal
        }

        var operation: Operation
        var first: Int32
        var second: Int32 = 0
    }

    /// A part of a template: a term, or a text.
    struct Part: BitwiseCopyable, Sendable {
        var term: Int32?
        var text = Constant.Place()
    }

    struct Test: BitwiseCopyable, Sendable {
        enum Operation: UInt8, Sendable {
            case holds, equals, differs
        }

        var operation: Operation
        var node: Int32
        var constant: Int32 = 0
        /// Whether an `or` or the end follows.
        var endsGroup: Bool
    }

    private(set) var terms: [Term] = []
    private(set) var operands: [Int32] = []
    private(set) var parts: [Part] = []
    private(set) var conditions: [Range<Int>] = []
    private(set) var tests: [Test] = []
    private(set) var constants: [Constant] = []
}

extension Program {
    /// The number of the term.
    mutating func add(_ source: Source, _ tree: PathTree, _ pool: inout ConstantPool) -> Int {
        switch source {
        case .path(let path):
            return add(Term(operation: .path, first: Int32(tree.number(of: path))))
        case .constant(let token):
            return add(Term(operation: .constant, first: add(pool.constant(token))))
        case .template(let written):
            return addTemplate(written, tree, &pool)
        case .alternatives(let sources):
            let added = sources.map { Int32(add($0, tree, &pool)) }
            operands += added
            let end = operands.count
            return add(Term(operation: .alternatives, first: Int32(end - added.count), second: Int32(end)))
        case .select(let condition, let inner):
            let first = Int32(add(condition, tree, &pool))
            return add(Term(operation: .select, first: first, second: Int32(add(inner, tree, &pool))))
        case .pipeline(let inner, let functions):
            return functions.reduce(add(inner, tree, &pool)) { term, function in
                add(Term(operation: Term.Operation(function), first: Int32(term)))
            }
        }
    }

    /// The number of the condition.
    mutating func add(_ condition: Condition, _ tree: PathTree, _ pool: inout ConstantPool) -> Int {
        let start = tests.count
        for group in condition.groups {
            for (index, test) in group.enumerated() {
                let endsGroup = index == group.count - 1
                let (operation, path, token): (Test.Operation, JSONPath, [UInt8]?) =
                    switch test {
                    case .holds(let path): (.holds, path, nil)
                    case .equals(let path, let token): (.equals, path, token)
                    case .differs(let path, let token): (.differs, path, token)
                    }
                let constant = token.map { add(pool.constant($0)) } ?? 0
                let node = Int32(tree.number(of: path))
                tests.append(Test(operation: operation, node: node, constant: constant, endsGroup: endsGroup))
            }
        }
        conditions.append(start..<tests.count)
        return conditions.count - 1
    }

    private mutating func add(_ term: Term) -> Int {
        terms.append(term)
        return terms.count - 1
    }

    private mutating func add(_ constant: Constant) -> Int32 {
        constants.append(constant)
        return Int32(constants.count - 1)
    }

    private mutating func addTemplate(
        _ written: [Source.TemplatePart],
        _ tree: PathTree,
        _ pool: inout ConstantPool
    ) -> Int {
        var added: [Part] = []
        for part in written {
            switch part {
            case .text(let text): added.append(Part(term: nil, text: pool.place(of: text)))
            case .source(let source): added.append(Part(term: Int32(add(source, tree, &pool))))
            }
        }
        parts += added
        return add(Term(operation: .template, first: Int32(parts.count - added.count), second: Int32(parts.count)))
    }
}

extension Program.Term.Operation {
    fileprivate init(_ function: Source.Function) {
        switch function {
        case .tostring: self = .tostring
        case .fromjson: self = .fromjson
        case .ascii_downcase: self = .downcase
        case .ascii_upcase: self = .upcase
        case .hash: self = .hash
        case .last36: self = .last36
        case .fromlocal: self = .fromlocal
        }
    }
}
