extension InputError {
    /// `isGzip`: what was looked at was inflated first.
    init(_ error: FormatError, isGzip: Bool) {
        switch error {
        case .refused(let kind): self = .foreign(kind.noun, command: kind.command(isGzip: isGzip))
        case .openArray: self = .openArray
        case .headerTooLong(let limit): self = .headerTooLong(limit: limit)
        }
    }
}
