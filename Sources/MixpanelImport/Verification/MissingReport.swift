package import SystemPackage

/// The report of lines that an export does not have, under their own numbers: what `replay` sends.
package final class MissingReport {
    package let path: FilePath
    private let file: OutputFile
    private var rows = RowWriter()

    private static let verdict = Verdict(.unknown, .notInExport)
    private static let bytesAtOnce = 1 << 18

    /// Creates the file, or finds out that it cannot be. It may be none of `inputs`.
    package init(
        _ path: FilePath,
        existing: ExistingFilePolicy,
        beside inputs: [FilePath],
        and descriptor: FileDescriptor
    ) throws(VerificationError) {
        self.path = path
        if let identity = FileIdentity(path) {
            let others = inputs.compactMap { FileIdentity($0) } + [(try? Stat(descriptor)).map(FileIdentity.init)]
            if others.contains(identity) { throw .output(.isTheInput(path)) }
        }
        do throws(OutputError) {
            file = try OutputFile(path, existing: existing)
        } catch {
            throw .output(error)
        }
    }

    /// The rows of an earlier one go.
    func begin() throws(VerificationError) {
        try output { () throws(OutputError) in
            try file.restrict()
            try file.empty()
        }
    }

    func append(line: Int, id: UnsafeRawBufferPointer) throws(VerificationError) {
        rows.append(line: line, Self.verdict, insertID: Array(id)[...])
        if rows.bytes.count >= Self.bytesAtOnce { try flush() }
    }

    func finish() throws(VerificationError) {
        try flush()
        try output { () throws(OutputError) in
            try file.sync()
            try OutputDirectory.sync(path.directory)
        }
    }

    /// Where nothing could be said after all.
    package func discardIfNew() { file.discardIfNew() }

    private func flush() throws(VerificationError) {
        try output { () throws(OutputError) in try file.append(rows.bytes) }
        rows.removeAll()
    }

    private func output(_ body: () throws(OutputError) -> Void) throws(VerificationError) {
        do throws(OutputError) {
            try body()
        } catch {
            throw .output(error)
        }
    }
}
