import MixpanelImport
import SystemPackage

/// The library's errors and events, as sentences for people.
extension OutputError {
    var sentence: String {
        switch self {
        case .exists: "\(description): --resume goes on where it stops, --overwrite replaces it"
        case .isReplayed: "\(description); --report names another"
        case .symlink("/dev/stdout"), .symlink("/dev/fd/1"), .symlink("/proc/self/fd/1"):
            "\(description): use --report -"
        case .cannotCreate("standard output", .badFileDescriptor): "standard output is closed"
        default: description
        }
    }
}

extension InputError {
    var sentence: String {
        switch self {
        case .unreadable(.badFileDescriptor): "standard input is closed"
        case .unreadable(.invalidArgument): "standard input is no file, pipe, socket or terminal that has lines"
        case .unreadable(.socketNotConnected): "standard input is a socket without a connection"
        case .unreadable(let error): "standard input cannot be read: \(error.description)"
        case .failed(let error): "reading standard input failed: \(error.description)"
        case .foreign(_, let command?): "\(description); try: \(NextCommand.asTyped(command))"
        case .mismatch(let mismatch): mismatch.sentence
        default: description
        }
    }
}

extension ReportMismatch {
    var sentence: String {
        switch self {
        case .ofDryRun(true): "this is the report of a dry run, which sent nothing: name another, or --overwrite it"
        case .ofDryRun(false): "this is the report of an import, not of a dry run: name another one"
        case .otherSelection(let line):
            "the replay that wrote this report did not send line \(line), but lines after it: is --status the same?"
        case .otherRawLines(_, _?): "\(description): are these the lines of another run?"
        case .otherRawLines(_, nil): "\(description); --rejects and --pending name other files"
        default: description
        }
    }
}

extension DeliveryNotice {
    var sentence: String {
        switch self {
        case .outageBegan(let reason, let message):
            "nothing gets through (\(OutageCause(reason: reason, message: message).sentence)); trying on"
        case .outageEnded(let duration): "back after \(duration.brief)"
        case .ignoredRetryAfter: "a Retry-After that is unreadable or beyond 300 s is not followed"
        case .learnedBodyLimit(let bytes): "the server takes \(bytes) bytes a request; batches are cut to fit"
        }
    }
}

extension LineCounts {
    /// The law of conservation, in numbers.
    func sentence(importedAs name: String) -> String {
        var numbers = [
            (imported + valid, name), (rejected, "rejected"), (undelivered, "undelivered"), (unknown, "unknown"),
            (blank, "blank"),
        ]
        // Nobody who asks for no selection need read of it.
        if skipped > 0 { numbers.append((skipped, "skipped")) }
        let sum = numbers.map { "\($0.0.grouped) \($0.1)" }.joined(separator: " + ")
        return "\(lines.grouped) lines = \(sum), \(isBalanced ? "balanced" : "NOT BALANCED")"
    }
}

extension ReasonCounts.Entry {
    var sentence: String {
        let what = "\(count.grouped) \(status.rawValue) \(reason.code)\(field.map { " \($0)" } ?? "")"
        return "\(what), first on line \(firstLine)\(message.map { ": \($0)" } ?? "")"
    }
}
