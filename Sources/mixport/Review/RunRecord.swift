import FoundationEssentials
import MixpanelImport
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What a run says of itself in the file beside its report, which is there once the run has ended: what no row can say.
/// Every part may be missing.
struct RunRecord: Decodable {
    struct Counts: Decodable {
        var lines: Int?
    }

    /// Of the bodies of all requests.
    struct Bytes: Decodable {
        var raw: Int?
        var compressed: Int?
    }

    struct Input: Decodable {
        var lines: Int?
        var bytes: Int?
    }

    /// As the run was given them.
    struct Files: Decodable {
        var rejects: String?
        var pending: String?
    }

    struct End: Decodable {
        var cause: String?
        var text: String?
    }

    /// Lines that got their verdict in each span of so many seconds.
    struct Rate: Decodable {
        var seconds: Double
        var lines: [Int]
        /// When nothing got through, in seconds from the start on.
        var troubles: [Trouble]?
    }

    struct Trouble: Decodable {
        var cause: String
        var from: Double
        var to: Double
    }

    struct Advice: Decodable {
        var text: String
        var count: Int?
        var firstLine: Int?

        var isEstimate: Bool?

        private enum CodingKeys: String, CodingKey {
            case text, count
            case firstLine = "first_line"
            case isEstimate = "is_estimate"
        }
    }

    /// Of events beyond the most frequent names.
    struct Names: Decodable {
        var names: Int
        var events: Int
    }

    private enum CodingKeys: String, CodingKey {
        case complete, counts, requests, retries, waits, bytes, input, files, seconds, started, ended, rate, events,
            days, advice
        case exitCode = "exit_code"
        case moreEvents = "more_events"
        case firstTime = "first_time"
        case lastTime = "last_time"
        case eventsFromLine = "events_from_line"
    }

    /// The input was read to its end.
    let complete: Bool?
    let exitCode: Int?
    let ended: End?
    let counts: Counts?
    let requests: Int?
    let retries: [String: Int]?
    /// Seconds in which nothing was sent, by what stood in the way.
    let waits: [String: Double]?
    let bytes: Bytes?
    let input: Input?
    let files: Files?
    let started: String?
    let seconds: Double?
    let rate: Rate?
    /// How many events by name, and how many more names there are.
    let events: [String: Int]?
    let moreEvents: Names?
    /// How many events by day (`2026-11-27`, UTC).
    let days: [String: Int]?
    /// RFC 3339, UTC, of these events.
    let firstTime: String?
    let lastTime: String?
    /// The line from which on events are counted, where it is not the first.
    let eventsFromLine: Int?
    let advice: [Advice]?

    /// The run ended where it was told to, and left the rest of its input.
    var endedAtLimit: Bool { complete == false && (ended?.cause == "limit" || exitCode == 0) }

    /// Larger than any that a run writes.
    private static let mostBytes = 1 << 24

    /// nil where there is no such file, or nothing that a run has written: then nothing is known.
    init?(at path: FilePath) {
        guard let bytes = try? Self.contents(path),
            let record = try? JSONDecoder().decode(Self.self, from: Data(bytes))
        else { return nil }
        self = record
    }

    private static func contents(_ path: FilePath) throws -> [UInt8] {
        let descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
        return try descriptor.closeAfter {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            while bytes.count < mostBytes {
                let count = try chunk.withUnsafeMutableBytes { try descriptor.read(into: $0) }
                if count == 0 { break }
                bytes += chunk[..<count]
            }
            return bytes
        }
    }
}
