extension Source {
    /// All that it reads.
    var paths: [JSONPath] {
        switch self {
        case .path(let path): [path]
        case .constant: []
        case .template(let parts):
            parts.flatMap(\.paths)
        case .alternatives(let sources): sources.flatMap(\.paths)
        case .select(let condition, let source): condition.paths + source.paths
        case .pipeline(let source, _): source.paths
        }
    }
}

extension Source.TemplatePart {
    fileprivate var paths: [JSONPath] {
        switch self {
        case .text: []
        case .source(let source): source.paths
        }
    }
}

extension Condition {
    var paths: [JSONPath] {
        groups.joined().map { test in
            switch test {
            case .holds(let path), .equals(let path, _), .differs(let path, _): path
            }
        }
    }
}
