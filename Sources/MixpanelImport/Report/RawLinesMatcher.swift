internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The raw lines that an earlier run left in a file, compared with the input's lines, which come in the same order.
///
/// Lines may come in parts: `begin`, `compare` each part, then look at `found` and say what follows from it.
package final class RawLinesMatcher {
    enum Found {
        case line
        /// The file ends within the line: a crash cut it short, or the line has grown since. Where the run had taken it
        /// for the whole of the input's last line, it gave it a line end.
        case beginning(hasLineEnd: Bool)
        case nothing
    }

    private enum Agreement {
        case soFar
        case untilFileEnd(hasLineEnd: Bool)
        case none
    }

    let path: String
    /// nil for a file that is not there.
    private let descriptor: FileDescriptor?
    private let size: Int64
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    /// Where in the file the bytes of `buffer` stand.
    private var buffered: Range<Int64> = 0..<0
    /// Everything before this is known to come from the input.
    private var position: Int64 = 0
    /// Everything before this belongs to rows that stay.
    private(set) var kept: Int64 = 0
    /// How far the line that is being compared agrees with what stands at `position`.
    private var agreement = Agreement.none
    private(set) var agreedEnd: Int64 = 0
    /// The first line with a row whose raw line is not here.
    private(set) var firstMissing: Int?

    /// Takes over the descriptor of a file of this size.
    init(path: String, _ descriptor: FileDescriptor?, size: Int64) {
        self.path = path
        self.descriptor = descriptor
        self.size = size
    }

    deinit {
        buffer.deallocate()
        if let descriptor { _ = close(descriptor.rawValue) }
    }

    /// Whether the whole file is known to come from the input.
    var isUsedUp: Bool { position == size }

    func begin() throws(ReportMismatch) {
        agreement = .soFar
        agreedEnd = position
        // Earlier versions dropped a byte order mark only where the input began with it.
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if try bytes(at: position, atLeast: mark.count).starts(with: mark) { agreedEnd += Int64(mark.count) }
    }

    /// The next part of the line. Returns how many of its bytes stand in the file.
    @discardableResult
    func compare(_ part: UnsafeRawBufferPointer) throws(ReportMismatch) -> Int {
        var count = 0
        while case .soFar = agreement, count < part.count {
            guard agreedEnd < size else {
                agreement = .untilFileEnd(hasLineEnd: false)
                break
            }
            let expected = UnsafeRawBufferPointer(rebasing: part[count...])
            let found = try bytes(at: agreedEnd)
            let same = Self.agreeing(expected, found)
            count += same
            agreedEnd += Int64(same)
            guard same < min(expected.count, found.count) else { continue }
            let isLineEnd = agreedEnd == size - 1 && found[same] == 0x0A
            agreement = isLineEnd ? .untilFileEnd(hasLineEnd: true) : .none
        }
        return count
    }

    func compareLineEnd() throws(ReportMismatch) {
        try withUnsafeBytes(of: UInt8(0x0A)) { (end) throws(ReportMismatch) in _ = try compare(end) }
    }

    /// How much of the line, or of the parts that were compared, the file has.
    var found: Found {
        switch agreement {
        case .soFar: .line
        case .untilFileEnd(let hasLineEnd) where agreedEnd > position: .beginning(hasLineEnd: hasLineEnd)
        case .untilFileEnd, .none: .nothing
        }
    }

    /// Records that what was found belongs to the input. False if nothing was found, or only the beginning of a line
    /// that has to be whole.
    @discardableResult
    func pass(mustBeWhole: Bool = false) -> Bool {
        switch found {
        case .line: position = agreedEnd
        case .beginning where !mustBeWhole: position = size
        case .beginning, .nothing: return false
        }
        return true
    }

    /// Records the same, and that it belongs to a row that stays.
    func keep() {
        pass()
        kept = position
    }

    func passAll() {
        position = size
    }

    func miss(_ number: Int) {
        firstMissing = firstMissing ?? number
    }

    /// The number of line ends in the rest of the file, which is not matched to the input.
    func lineEndsLeft() throws(ReportMismatch) -> Int {
        var offset = position
        var count = 0
        while offset < size {
            let found = try bytes(at: offset)
            count += found.count { $0 == 0x0A }
            offset += Int64(found.count)
        }
        return count
    }

    /// Whether the file ends with a line, after others of the input, that was not written to its end.
    func endsTorn() throws(ReportMismatch) -> Bool {
        guard position > 0 else { return false }
        return try lineEndsLeft() == 0
    }

    private static func agreeing(_ expected: UnsafeRawBufferPointer, _ found: UnsafeRawBufferPointer) -> Int {
        let count = min(expected.count, found.count)
        if memcmp(expected.baseAddress!, found.baseAddress!, count) == 0 { return count }
        return zip(expected, found).prefix { $0 == $1 }.count
    }

    /// Some bytes from this offset on; none at the end.
    private func bytes(at offset: Int64, atLeast least: Int = 1) throws(ReportMismatch) -> UnsafeRawBufferPointer {
        let wanted = min(offset + Int64(least), size)
        if let descriptor, offset < wanted, !buffered.contains(offset) || buffered.upperBound < wanted {
            var count = 0
            repeat {
                count = pread(descriptor.rawValue, buffer.baseAddress, buffer.count, off_t(offset))
            } while count < 0 && errno == EINTR
            // A file that has become shorter meanwhile cannot be compared either.
            guard count > 0 else { throw .unreadable(path: path, count < 0 ? Errno(rawValue: errno) : .ioError) }
            buffered = offset..<(offset + Int64(count))
        }
        guard buffered.contains(offset), offset < size else { return UnsafeRawBufferPointer(rebasing: buffer[..<0]) }
        let end = min(buffered.upperBound, size)
        return UnsafeRawBufferPointer(
            rebasing: buffer[Int(offset - buffered.lowerBound)..<Int(end - buffered.lowerBound)]
        )
    }
}
