import MixpanelImport
import SystemPackage

/// The library's errors and events, as sentences for people.
extension OutputError {
    var sentence: String {
        switch self {
        case .exists(let path): "\(path.text) exists: --resume goes on where it stops, --overwrite replaces it"
        case .locked(let path): "\(path.text) is in use by another run"
        case .symlink(let path): "\(path.text) is a symbolic link; reports are never written through one"
        case .sameFile(let path): "\(path.text): report, rejects and pending are three files"
        case .notAFile(let path): "\(path.text) is not a file"
        case .isTheInput(let path): "\(path.text) is the input itself"
        case .isReplayed(let path): "\(path.text) is the report that is replayed; --report names another"
        case .cannotCreate(let path, let error): "\(path.text) cannot be created: \(error.description)"
        case .cannotWrite(let path, let error): "\(path.text) cannot be written: \(error.description)"
        case .changed(let path, let change): change.sentence(path)
        }
    }
}

extension FileChange {
    func sentence(_ path: FilePath) -> String {
        switch self {
        case .moved: "\(path.text) was moved or deleted during the run"
        case .replaced: "\(path.text) was replaced by another file during the run"
        case .cut: "\(path.text) was cut by another program during the run: what stood there is lost"
        case .extended: "\(path.text) was written to by another program during the run"
        }
    }
}

extension ReportUnreadable {
    var sentence: String { "\(path.text) cannot be read: \(error.description)" }
}

extension InputError {
    var sentence: String {
        switch self {
        case .unreadable(.badFileDescriptor): "standard input is closed"
        case .unreadable(let error): "standard input cannot be read: \(error.description)"
        case .failed(let error): "reading standard input failed: \(error.description)"
        case .corruptGzip(let text, let bytes): "the gzip input is corrupt after \(bytes) inflated bytes: \(text)"
        case .truncatedGzip(let bytes): "the gzip input ends early, after \(bytes) inflated bytes"
        case .utf16: "the input is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8"
        case .mismatch(let mismatch): mismatch.sentence
        }
    }
}

extension ReportMismatch {
    var sentence: String {
        switch self {
        case .differs(let line, let row, let input):
            "this is not the input of the report: line \(line) has the id \(input ?? "none"), its row \(row)"
        case .inputEnds(let lines, let rows):
            "this is not the input of the report: it has \(lines) lines, the report \(rows) rows"
        case .foreignRow(let line): "row \(line) is not a row of a report"
        case .ofDryRun(true): "this is the report of a dry run, which sent nothing: name another, or --overwrite it"
        case .ofDryRun(false): "this is the report of an import, not of a dry run: name another one"
        case .otherSelection(let line):
            "the replay that wrote this report did not send line \(line), but lines behind it: is --status the same?"
        case .unreadable(let path, let error): "\(path ?? "the report") cannot be read: \(error.description)"
        case .otherRawLines(let path, let line?):
            "\(path) does not have line \(line) as the input has it: are these the lines of another run?"
        case .otherRawLines(let path, nil):
            "\(path) has lines that are not of this report; --rejects and --pending name other files"
        }
    }
}

extension StopCause {
    func sentence(_ message: String?, credentialsFrom source: String?) -> String {
        let said = message.map { ": \($0)" } ?? ""
        switch self {
        case .credentials(let status):
            let from = source.map { " (\($0))" } ?? ""
            return "stopping: \(status), the credentials are refused\(from)\(said)"
        case .notTheService(404):
            return "stopping: 404, there is no /import at this address; check region and URL\(said)"
        case .notTheService(let status) where (300..<400).contains(status):
            return "stopping: \(status), a redirect, which is never followed; check region and URL\(said)"
        case .notTheService(let status): return "stopping: \(status), no answer to expect from the service\(said)"
        case .untrusted: return "stopping: the connection cannot be trusted\(said)"
        case .unexpectedResponses: return "stopping: the answers prove nothing; is this the service?\(said)"
        case .everythingTooLarge: return "stopping: the server finds every single event too large\(said)"
        case .outage: return "stopping: nothing has succeeded for as long as --give-up-after allows\(said)"
        case .tooManyRejects: return "stopping: as many lines are rejected as --max-rejects allows"
        case .signal(let number): return "stopping on signal \(number); a second one abandons what is in flight"
        case .output: return "stopping: a file cannot be written"
        case .input: return "stopping: the input cannot be read"
        }
    }
}

extension DeliveryNotice {
    var sentence: String {
        switch self {
        case .outageBegan(let reason, let message):
            "nothing gets through (\(reason.code)\(message.map { ": \($0)" } ?? "")); trying on"
        case .outageEnded(let duration): "back after \(duration.brief)"
        case .ignoredRetryAfter: "a Retry-After that is unreadable or beyond 300 s is not followed"
        case .learnedBodyLimit(let bytes): "the server takes \(bytes) bytes a request; batches are cut to fit"
        }
    }
}

extension LineCounts {
    /// The law of conservation, in numbers.
    func sentence(importedAs name: String) -> String {
        let numbers = [
            (imported, name), (rejected, "rejected"), (undelivered, "undelivered"), (unknown, "unknown"),
            (blank, "blank"),
        ]
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
