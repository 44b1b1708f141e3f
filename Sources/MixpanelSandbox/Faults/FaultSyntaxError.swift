/// The text of a fault cannot be read.
public struct FaultSyntaxError: Error, Equatable {
    /// The word at fault, or the whole text where no single word is.
    public var word: String
    /// What is wrong with it.
    public var problem: String

    struct Problem: Error {
        var text: String
    }
}

extension FaultSyntaxError: CustomStringConvertible {
    /// A sentence without a full stop.
    public var description: String { "\(word): \(problem)" }
}
