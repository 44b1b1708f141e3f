import FoundationEssentials
import SystemPackage

/// What the run that is resumed said of itself.
enum EarlierSummary {
    /// More than a thousand names and 4,000 days take.
    private static let longest = 1 << 23

    /// nil where there is none, or none that can be read: it only adds to what is known.
    static func read(_ path: FilePath) -> SummaryObject? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec]) else {
            return nil
        }
        defer { try? file.close() }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var text: [UInt8] = []
        while text.count <= longest, let count = try? bytes.withUnsafeMutableBytes({ try file.read(into: $0) }),
            count > 0
        {
            text += bytes[..<count]
        }
        return try? JSONDecoder().decode(SummaryObject.self, from: Data(text))
    }
}
