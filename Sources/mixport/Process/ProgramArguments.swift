/// The command line as the kernel handed it over. Swift's `CommandLine.arguments` replaces bytes that are no UTF-8.
enum ProgramArguments {
    /// The name that the program was called by, then the arguments, as `ByteText`.
    static let all: [String] = (0..<Int(CommandLine.argc)).compactMap { index in
        CommandLine.unsafeArgv[index].map { ByteText.encoded($0) }
    }
}
