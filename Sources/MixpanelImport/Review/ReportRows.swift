internal import SystemPackage

/// The rows of a report, one after the other: from a file, a pipe or standard input, plain or gzip.
struct ReportRows: ~Copyable {
    /// What has no `\n` in so many bytes is no row; it need not be read to its end to be refused.
    private static let longestRow = 1 << 26

    private let name: String
    private let descriptor: FileDescriptor
    private let closes: Bool
    private var chunks: ChunkReader
    private var lines = LineCutter(longestLine: longestRow)
    private(set) var rows = 0
    /// The last row has no `\n`: the end of it was not written, or not copied.
    private(set) var isTorn = false
    var isCompressed: Bool { chunks.isGzip }

    init(_ source: ReportSource) throws(ReviewError) {
        let (descriptor, input) = try Self.open(source)
        name = source.name
        self.descriptor = descriptor
        closes = source != .standardInput
        chunks = ChunkReader(input)
    }

    private static func open(_ source: ReportSource) throws(ReviewError) -> (FileDescriptor, InputDescriptor) {
        do {
            var descriptor = FileDescriptor.standardInput
            if case .file(let path) = source {
                // A pipe's other end need not be open yet, and a terminal does not become this program's own.
                let options: FileDescriptor.OpenOptions = [.closeOnExec, .noControllingTerminal, .nonBlocking]
                descriptor = try FileDescriptor.open(path, .readOnly, options: options)
            }
            return (descriptor, try InputDescriptor(descriptor, wakeUp: WakeUp()))
        } catch {
            throw failure(source.name, error)
        }
    }

    deinit {
        if closes { try? descriptor.close() }
    }

    /// Valid until the next call; nil at the end.
    mutating func next() throws(ReviewError) -> UnsafeRawBufferPointer? {
        while true {
            switch lines.next() {
            case .line(let row):
                rows += 1
                return row
            case .part: throw .foreignRow(name: name, row: rows + 1)
            case nil: break
            }
            do {
                guard try chunks.read(until: nil) == .chunk else { break }
            } catch {
                throw Self.failure(name, error)
            }
            lines.feed(chunks.bytes)
        }
        isTorn = lines.finish() != nil
        return nil
    }

    private static func failure(_ name: String, _ error: any Error) -> ReviewError {
        switch error {
        case let error as Errno: .unreadable(name: name, error.description)
        case InputError.unreadable(let error), InputError.failed(let error):
            .unreadable(name: name, error.description)
        default: .unreadable(name: name, "\(error)")
        }
    }
}
