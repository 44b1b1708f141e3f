import MixpanelImport
import SystemPackage

extension EventArguments {
    /// Gives an import what it needs to read the input.
    func apply(to options: inout ImportOptions) throws(Failure) {
        let mapping = try mapping()
        options.mapping = mapping.isIdentity ? nil : mapping
        options.format.skipsPrefix = mapping.skipsPrefixes
        options.format.isTextOnly = mapping.isCSVText
        options.format.explodedPaths = try mapping.explodePaths.map { (path) throws(Failure) in
            guard let keys = path.keys else { throw Failure("--explode: a path of names, as .a.b", .usage) }
            return keys
        }
        guard let format = mapping.format else { return }
        guard let known = InputFormat(rawValue: format.value) else {
            throw Failure("--format takes auto, ndjson, json, csv or tsv, not \(format.value)", .usage)
        }
        options.format.format = known
    }

    private func mapping() throws(Failure) -> EventMapping {
        do throws(MappingOptionError) {
            return try EventMapping(options, load: Self.text)
        } catch {
            throw Failure([error.description, error.picture].compactMap(\.self).joined(separator: "\n"), .usage)
        }
    }

    private static func text(of reference: OptionExpansion.Reference) throws -> String? {
        switch reference {
        case .preset(let name): return Presets.text(name)
        case .file(let path):
            do {
                let file = try FileDescriptor.open(FilePath(argument: path), .readOnly)
                defer { try? file.close() }
                return try text(of: file)
            } catch Errno.noSuchFileOrDirectory {
                return nil
            }
        }
    }

    private static let longestFile = 1 << 20

    private static func text(of file: FileDescriptor) throws -> String {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while case let count = try file.read(into: buffer), count > 0 {
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= longestFile else { throw Errno.fileTooLarge }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
