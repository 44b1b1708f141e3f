internal import SystemPackage

/// The lines of a file or stream, plain or gzip, numbered from 1.
struct TextLines: ~Copyable {
    /// Sixteen times what the service takes; a line that is longer is nothing of the service's.
    private static let longestLine = 1 << 24

    private var chunks: ChunkReader
    private var cutter = LineCutter(longestLine: longestLine)
    private var isAtEnd = false
    /// Bytes of text.
    private(set) var bytes = 0

    init(_ descriptor: FileDescriptor) throws(InputError) {
        let wakeUp: WakeUp
        do {
            wakeUp = try WakeUp()
        } catch {
            throw .failed(error as? Errno ?? .ioError)
        }
        chunks = ChunkReader(try InputDescriptor(descriptor, wakeUp: wakeUp))
    }

    /// The number of the latest line.
    var number: Int { cutter.lines }

    /// The latest line is longer than any event.
    private(set) var isTooLong = false

    /// Without its `\n`, valid until the next call; of a line that is too long, nothing.
    mutating func next() throws(InputError) -> UnsafeRawBufferPointer? {
        while true {
            if let cut = isAtEnd ? cutter.finish() : cutter.next() {
                switch cut {
                case .line(let line):
                    isTooLong = false
                    return UnsafeRawBufferPointer(rebasing: line.dropLast())
                case .part(_, .last):
                    isTooLong = true
                    return UnsafeRawBufferPointer(start: nil, count: 0)
                case .part: continue
                }
            }
            if isAtEnd { return nil }
            switch try chunks.read(until: nil) {
            case .chunk:
                bytes += chunks.bytes.count
                cutter.feed(chunks.bytes)
            case .end: isAtEnd = true
            case .deadline, .woken: continue
            }
        }
    }
}
