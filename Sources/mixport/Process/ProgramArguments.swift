import CProcess

/// The command line as the kernel handed it over. Swift's own `CommandLine` is empty where there is no `/proc`.
enum ProgramArguments {
    /// The name that the program was called by, then the arguments, as `ByteText`; empty where they cannot be known.
    static let all: [String] = {
        let kept = UnsafeBufferPointer(start: process_arguments(), count: Int(process_argument_count()))
        guard kept.isEmpty else { return kept.prefix { $0 != nil }.map { ByteText.encoded($0!) } }
        return CommandLine.arguments
    }()
}
