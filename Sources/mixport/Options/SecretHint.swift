import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A secret on the command line stands in process lists and shell histories: say so, and do not repeat it.
struct SecretHint {
    let text: String

    private static let wrong = ["--secret", "--token", "--password", "--service-account-secret", "--api-secret"]

    /// An option that would take a secret as its value, if there were any such.
    init?(_ arguments: [String]) {
        let names = arguments.prefix { $0 != "--" }.map { $0.prefix { $0 != "=" } }
        guard let name = names.first(where: { Self.wrong.contains(String($0)) }) else { return nil }
        self.init("no option takes a secret as its value (\(name))")
    }

    /// In the place of a secret's file stands what names no file. It may be the secret.
    init(inPlaceOfFile option: String) {
        self.init("\(option) takes the name of a file, not a secret")
    }

    /// Nearly the name of a command: it may be repeated, and nothing else is.
    private static func isMisspelt(_ argument: String) -> Bool { OptionNames.command(nearestTo: argument) != nil }

    /// The parser repeats arguments that belong to no option. One that names no file may be a secret.
    init?(unexpectedIn message: String, _ arguments: [String]) {
        guard message.contains("nexpected argument"), !arguments.prefix(1).contains(where: Self.isMisspelt) else {
            return nil
        }
        let repeated = arguments.filter { message.contains("'\($0)'") }
        guard repeated.contains(where: { !Self.isFile($0) }) else { return nil }
        self.init("an argument belongs to no option; it is not repeated here, for it may be a secret")
    }

    private init(_ mistake: String) {
        text = """
            \(mistake): put a secret into a file and use --secret-file or --token-file, or into \
            MIXPANEL_SERVICE_ACCOUNT_SECRET or MIXPANEL_TOKEN
            """
    }

    /// In the place of a report. Throws where it names no file, and repeats it only where it can be nothing else than the
    /// name of one.
    static func checkIsReport(_ path: FilePath, or code: ExitStatus = .input) throws(Failure) {
        let hasEnding = path.extension.map(endings.contains) ?? false
        let looksLikeFile = hasEnding || path.components.first?.kind != .regular
        guard !looksLikeFile, !isFile(path) else { return }
        throw Failure("there is no such report; its name is not repeated here, for it may be a secret", code)
    }

    private static let endings: Set = ["ndjson", "jsonl", "json", "gz"]

    /// Also a link that leads nowhere: its name is no secret.
    static func isFile(_ argument: String) -> Bool { isFile(FilePath(argument: argument)) }

    private static func isFile(_ path: FilePath) -> Bool {
        var status = stat()
        return path.withPlatformString { lstat($0, &status) } == 0
    }

    /// Of the form that the service's tokens have.
    static func isToken(_ text: String) -> Bool { text.utf8.count == 32 && text.allSatisfy(\.isHexDigit) }
}
