import MixpanelImport
import Testing

/// One line through a mapping.
struct MappingRun {
    var result: MappedLine
    /// The event, where there is one.
    var event: String?
    var counts: MappingCounts

    /// `options` as in a file of options.
    init(_ options: String, _ line: String) throws {
        try self.init(MappingRun.mapping(options), Array(line.utf8))
    }

    init(_ mapping: EventMapping, _ line: [UInt8]) {
        var scratch = MappingScratch()
        self.init(mapping, line, &scratch)
    }

    init(_ mapping: EventMapping, _ line: [UInt8], _ scratch: inout MappingScratch) {
        var output = Array("before".utf8)
        scratch.counts = MappingCounts()
        result = line.withUnsafeBytes { line in
            mapping.transform(line, into: &output, scratch: &scratch)
        }
        counts = scratch.counts
        switch result {
        case .written:
            let written = Array(output.dropFirst(6))
            event = String(decoding: written, as: UTF8.self)
            // What was noted while writing is what reading finds.
            if let noted = scratch.scan {
                let found = try? written.withUnsafeBytes { try EventScanner.scan($0) }
                #expect(found == noted, "\(event ?? "")")
            }
        case .unchanged(let range): event = String(decoding: line[range], as: UTF8.self)
        case .blank, .skipped, .rejected: event = nil
        }
    }

    static func mapping(_ options: String) throws -> EventMapping {
        let list = try OptionFile.options(in: options, file: "test", isPreset: false).map { option in
            MappingOption(option.name, option.value)
        }
        return try EventMapping(list) { reference in
            switch reference {
            case .preset(let name): Presets.text(name)
            case .file: nil
            }
        }
    }

    var properties: JSONTree? { event.flatMap { JSONTree($0) }?["properties"] }
}

/// The event of a line, or what else became of it.
func mapped(_ options: String, _ line: String) throws -> String {
    let run = try MappingRun(options, line)
    switch run.result {
    case .written, .unchanged: return run.event ?? ""
    case .blank: return "blank"
    case .skipped(let reason): return "skipped: \(reason.rawValue)"
    case .rejected(let fault):
        return "\(fault.reason.code) at \(fault.column.map(String.init) ?? "?"): \(fault.message)"
    }
}
