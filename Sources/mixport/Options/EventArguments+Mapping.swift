import MixpanelImport
import SystemPackage

extension EventArguments {
    /// Gives an import what it needs to read the input.
    func apply(to options: inout ImportOptions) throws(Failure) {
        do throws(MappingOptionError) {
            let mapping = try EventMapping(self.options, load: Self.text)
            options.mapping = mapping.isIdentity ? nil : mapping
            options.format = try FormatOptions(mapping)
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
