/// The way to a value in a line, as jq writes it.
package struct JSONPath: Sendable, Hashable {
    package enum Step: Sendable, Hashable {
        /// Unescaped.
        case name([UInt8])
        case index(Int)
    }

    package enum Root: Sendable {
        /// What the last `--unwrap` led to, else the line.
        case document
        /// The whole line: `$line`.
        case line
    }

    package var root = Root.document
    package var steps: [Step] = []

    package init(root: Root = .document, steps: [Step] = []) {
        self.root = root
        self.steps = steps
    }

    /// The names on the way; nil for a way through an array, or from the whole line.
    package var keys: [[UInt8]]? {
        if root == .line { return nil }
        let keys = steps.compactMap { if case .name(let name) = $0 { name } else { nil } }
        return keys.count == steps.count ? keys : nil
    }

    /// Names one after the other, from the document.
    init(_ first: String, _ others: String...) {
        steps = ([first] + others).map { .name(Array($0.utf8)) }
    }
}
