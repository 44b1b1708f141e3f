/// From bytes to lines of JSON, whatever the format, so that cutting, checking, resuming and the files of raw lines
/// know nothing of formats.
///
/// Memory: the first bytes until they have told what the input is, one line and a chunk at most, and what the filter of
/// the format holds.
package struct FormatFilter: Sendable {
    private enum Stage {
        case sniffing
        case detecting(FormatDetector)
        case ndjson
        case json(JSONFilter)
        case csv(CSVFilter)
    }

    private let options: FormatOptions
    private var stage = Stage.sniffing
    /// The first bytes; those from `heldOffset` on are still to be taken.
    private var held: [UInt8] = []
    private var heldOffset = 0
    private var faults: [FormatFault] = []

    /// ndjson, json, csv or tsv, once that is known.
    package private(set) var format: InputFormat?
    /// The input began with a byte order mark. Who takes a line of ndjson drops it, as within the input.
    package private(set) var beginsWithMark = false

    package init(_ options: FormatOptions) {
        self.options = options
    }

    /// Chunks are lines as they are, and need not go through `take`.
    package var isPassThrough: Bool {
        if case .ndjson = stage { return !hasMore }
        return false
    }

    /// There are more lines of bytes that were already taken: call again, with the rest of the chunk even if it is
    /// empty.
    package var hasMore: Bool { !isUndecided && heldOffset < held.count }

    /// Faults of lines that came since the last call, or whose beginning did.
    package mutating func takeFaults() -> [FormatFault] {
        defer { faults = [] }
        return faults
    }

    /// Adds lines to `output`, the last one possibly unfinished: twice what is held and the chunk at most, for a table
    /// a quarter of a megabyte and one line. Returns how many bytes of the chunk have been taken.
    package mutating func take(_ chunk: UnsafeRawBufferPointer, into output: inout [UInt8]) throws(FormatError) -> Int {
        if isUndecided {
            held.append(contentsOf: chunk)
            try decide(newBytes: chunk, isEnd: false)
            if !isUndecided { try takeHeld(into: &output) }
            return chunk.count
        }
        guard hasMore else { return try convert(chunk, into: &output) }
        try takeHeld(into: &output)
        return 0
    }

    /// At the end of the input. false: call again, there is more to come.
    package mutating func finish(into output: inout [UInt8]) throws(FormatError) -> Bool {
        if isUndecided { try decide(newBytes: UnsafeRawBufferPointer(start: nil, count: 0), isEnd: true) }
        if hasMore {
            try takeHeld(into: &output)
            if hasMore { return false }
        }
        switch stage {
        case .json(var filter):
            defer { faults += filter.takeFaults() }
            try filter.finish(into: &output)
        case .csv(var filter):
            defer { faults += filter.takeFaults() }
            try filter.finish(into: &output)
        case .sniffing, .detecting, .ndjson: break
        }
        stage = .ndjson
        return true
    }

    private var isUndecided: Bool {
        switch stage {
        case .sniffing, .detecting: true
        case .ndjson, .json, .csv: false
        }
    }

    private mutating func takeHeld(into output: inout [UInt8]) throws(FormatError) {
        let bytes = held
        let count = try bytes.withUnsafeBufferPointer { bytes throws(FormatError) in
            try convert(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[heldOffset...]), into: &output)
        }
        heldOffset += count
        if heldOffset == held.count { (held, heldOffset) = ([], 0) }
    }

    private mutating func convert(
        _ bytes: UnsafeRawBufferPointer,
        into output: inout [UInt8]
    ) throws(FormatError) -> Int {
        switch stage {
        case .sniffing, .detecting, .ndjson:
            output.append(contentsOf: bytes)
            return bytes.count
        case .json(var filter):
            stage = .ndjson  // so that the filter's buffers are not copied
            filter.take(bytes, into: &output)
            faults += filter.takeFaults()
            stage = .json(filter)
            return bytes.count
        case .csv(var filter):
            stage = .ndjson
            defer {
                faults += filter.takeFaults()
                stage = .csv(filter)
            }
            return try filter.take(bytes, into: &output)
        }
    }

    private mutating func decide(newBytes: UnsafeRawBufferPointer, isEnd: Bool) throws(FormatError) {
        let isAuto = options.format == .auto
        if case .sniffing = stage {
            let sniffer = FormatSniffer(refusesTables: isAuto && !options.skipsPrefix)
            let answer = held.withUnsafeBytes { sniffer.answer($0, isEnd: isEnd) }
            if case .foreign(let kind) = answer { throw .refused(kind) }
            guard answer == .text else { return }
            beginsWithMark = held.withUnsafeBytes { ByteOrderMark.length(in: $0) > 0 }
            guard isAuto else { return begin(options.format) }
            var detector = FormatDetector(skipsPrefix: options.skipsPrefix, limit: options.lineBytes)
            detect(held.withUnsafeBytes { detector.take($0) }, detector, isEnd: isEnd)
        } else if case .detecting(var detector) = stage {
            detect(detector.take(newBytes), detector, isEnd: isEnd)
        }
    }

    private mutating func detect(_ format: InputFormat?, _ detector: FormatDetector, isEnd: Bool) {
        var detector = detector
        if let format = format ?? (isEnd ? detector.finish() : nil) {
            begin(format)
        } else {
            stage = .detecting(detector)
        }
    }

    private mutating func begin(_ format: InputFormat) {
        self.format = format
        switch format {
        case .auto, .ndjson: stage = .ndjson
        case .json: stage = .json(JSONFilter(lineBytes: options.lineBytes))
        case .csv: stage = .csv(table(separator: UInt8(ascii: ",")))
        case .tsv: stage = .csv(table(separator: UInt8(ascii: "\t")))
        }
    }

    private func table(separator: UInt8) -> CSVFilter {
        CSVFilter(separator: separator, isTextOnly: options.isTextOnly, lineBytes: options.lineBytes)
    }
}
