/// Where a value comes from: a subset of jq.
indirect enum Source: Equatable {
    case path(JSONPath)
    /// The bytes of a JSON text, number, true, false or null.
    case constant([UInt8])
    case template([TemplatePart])
    /// The first that is not missing, null or false; else the last.
    case alternatives([Source])
    case select(Condition, Source)
    case pipeline(Source, [Function])

    enum TemplatePart: Equatable {
        /// Unescaped.
        case text([UInt8])
        case source(Source)
    }

    enum Function: String, CaseIterable {
        case tostring
        case fromjson
        case ascii_downcase
        case ascii_upcase
        case hash
        case last36
        case fromlocal
    }
}

/// Holds where all tests of one of the groups do.
struct Condition: Equatable {
    var groups: [[Test]] = []

    enum Test: Equatable {
        case holds(JSONPath)
        case equals(JSONPath, [UInt8])
        case differs(JSONPath, [UInt8])
    }
}

/// What is wrong with a source, a condition or a path, and where.
struct SourceFault: Error, Equatable {
    /// In bytes from the start of the text.
    var offset: Int
    var message: String
}
