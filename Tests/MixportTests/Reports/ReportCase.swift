import Foundation
import Testing

/// `mixport report` with files of a test's own.
struct ReportCase {
    var files: [String: [UInt8]] = [:]
    var input: [UInt8] = []

    init(_ files: [String: String]) {
        self.files = files.mapValues { Array($0.utf8) }
    }

    init(input: String) {
        self.input = Array(input.utf8)
    }

    @discardableResult
    func run(
        _ arguments: String...,
        exit code: Int32 = 0,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        try await run(arguments, exit: code, at: location)
    }

    @discardableResult
    func run(
        _ arguments: [String],
        launcher: [String] = [],
        exit code: Int32 = 0,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        let files = files
        let stimulus = Case(.bytes(input), ["report"] + arguments).with { stimulus in
            stimulus.defaults = []
            stimulus.environment = [:]
            stimulus.converges = false
            stimulus.launcher = launcher
            stimulus.prepare = { directory in
                for (name, bytes) in files { try directory.write(bytes, to: name) }
            }
        }
        return try await stimulus.gives(exit: code, requests: 0, at: location)
    }

    static func row(_ line: Int, _ more: String) -> String { #"{"line":\#(line),\#(more)}"# + "\n" }
    static func good(_ line: Int) -> String { row(line, #""status":"imported","insert_id":"id-\#(line)""#) }

    static func rejected(_ line: Int, column: Int = 1) -> String {
        row(
            line,
            #""status":"rejected","by":"mixport","reason":"not_json","column":\#(column),"message":"Expected a value""#
        )
    }

    static func refused(_ line: Int, _ message: String = "must not be in the future") -> String {
        let text = "'properties.time' is invalid: \(message)"
        let verdict = #""status":"rejected","insert_id":"id-\#(line)","by":"server","reason":"validation""#
        return row(line, #"\#(verdict),"field":"properties.time","message":"\#(text)","code":400"#)
    }

    static func pending(_ line: Int, _ reason: String = "timeout") -> String {
        row(
            line,
            #""status":"unknown","insert_id":"id-\#(line)","reason":"\#(reason)","message":"no answer","attempts":8"#
        )
    }

    static func summary(lines: Int, complete: Bool = true, exit code: Int = 0) -> String {
        #"{"schema":1,"complete":\#(complete),"counts":{"lines":\#(lines)},"exit_code":\#(code)}"#
    }
}

extension ReportCase {
    /// With the program's path as `$0` of a shell's command.
    func run(_ name: String, launcher: [String]) async throws -> Outcome { try await run([name], launcher: launcher) }
}

extension Outcome {
    var outputLines: [Substring] { standardOutput.split(separator: "\n") }

    /// The number in the row of the table with this name.
    func tableCount(_ name: String) -> Int? {
        let line = outputLines.first { $0.hasPrefix("\(name) ") }
        let words = line?.split(separator: " ") ?? []
        return words.count > 1 ? Int(words[1].filter { $0 != "," }) : nil
    }
}
