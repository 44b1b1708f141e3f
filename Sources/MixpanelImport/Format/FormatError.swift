/// Why the input cannot be read as the format that it is said to have.
package enum FormatError: Error, Equatable {
    /// Its first bytes are those of something else; nothing of it has been handed on.
    case refused(ForeignInput)
    /// The input ends within an array: it was cut.
    case openArray
    /// The names of the columns take more bytes than a line may have.
    case headerTooLong(limit: Int)
}
