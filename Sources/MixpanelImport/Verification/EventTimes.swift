internal import SystemPackage

/// The input of a run, from which the days of single lines are asked, in order.
struct EventTimes: ~Copyable {
    private let path: FilePath
    private let descriptor: FileDescriptor
    private var lines: TextLines

    init(_ path: FilePath) throws(VerificationError) {
        let descriptor: FileDescriptor
        do throws(Errno) {
            let options: FileDescriptor.OpenOptions = [.closeOnExec, .noControllingTerminal]
            descriptor = try throwingErrno { try FileDescriptor.open(path, .readOnly, options: options) }
        } catch {
            throw .unreadableInput(path, .unreadable(error))
        }
        let lines: TextLines
        do throws(InputError) {
            lines = try TextLines(descriptor)
        } catch {
            try? descriptor.close()
            throw .unreadableInput(path, error)
        }
        self.path = path
        self.descriptor = descriptor
        self.lines = lines
    }

    deinit {
        try? descriptor.close()
    }

    /// The day of a line that comes after those asked for before; 0 where it is no event as it stands, or has no time.
    /// Throws where the line has another id than its row.
    mutating func day(ofLine number: Int, _ fingerprint: UInt64) throws(VerificationError) -> UInt16 {
        var line: UnsafeRawBufferPointer?
        do throws(InputError) {
            while lines.number < number {
                line = try lines.next()
                if line == nil { throw InputError.mismatch(.inputEnds(lines: lines.number, rows: number)) }
            }
        } catch {
            throw .unreadableInput(path, error)
        }
        // A line that is no event by itself was mapped to one, by options that are not known here.
        guard let line, let scan = try? EventScanner.scan(line) else { return 0 }
        if let id = scan.insertID, id.kind == .string,
            Fingerprint.of(UnsafeRawBufferPointer(rebasing: line[id.start..<id.end])) != fingerprint
        {
            throw .otherInput(path, line: number)
        }
        return EventDay.day(of: scan.time, in: line)
    }
}
