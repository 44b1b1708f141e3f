import Foundation
import MixpanelSandbox

/// An import request as bytes, ordinary but for what is given.
func request(
    _ body: String,
    target: String = "/import?strict=1",
    method: String = "POST",
    type: String = "application/x-ndjson",
    auth: String? = "Basic MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY6",
    headers: [String] = []
) -> [UInt8] {
    request(Array(body.utf8), target: target, method: method, type: type, auth: auth, headers: headers)
}

func request(
    _ body: [UInt8],
    target: String = "/import?strict=1",
    method: String = "POST",
    type: String = "application/x-ndjson",
    auth: String? = "Basic MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY6",
    headers: [String] = []
) -> [UInt8] {
    var lines = ["\(method) \(target) HTTP/1.1", "Host: sandbox", "Content-Type: \(type)"]
    if let auth { lines.append("Authorization: \(auth)") }
    lines += headers + ["Content-Length: \(body.count)", "", ""]
    return Array(lines.joined(separator: "\r\n").utf8) + body
}

func event(_ id: String, time: String = "1700000000", distinctID: String = "\"u1\"", more: String = "") -> String {
    #"{"event":"Test","properties":{"time":\#(time),"distinct_id":\#(distinctID),"$insert_id":"\#(id)"\#(more)}}"#
}

func events(_ count: Int, prefix: String = "id") -> String {
    (0..<count).map { event("\(prefix)-\($0)") }.joined(separator: "\n")
}

/// One request on a connection of its own.
func post(_ sandbox: RunningSandbox, _ bytes: [UInt8]) async throws -> WireAnswer {
    let client = try await WireClient(sandbox.port)
    await client.send(bytes)
    return try await client.answer()
}

func ok(_ count: Int) -> String { #"{"code":200,"num_records_imported":\#(count),"status":"OK"}"# }

/// What the real `gzip` makes of the bytes.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let source = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data(bytes).write(to: source)
    defer { try? FileManager.default.removeItem(at: source) }
    return try Array(run(["gzip", "-nc", source.path]))
}

/// What the command prints, on both streams.
func run(_ command: [String], input: String = "") throws -> Data {
    let process = Process()
    let output = Pipe()
    let standardInput = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = output
    try process.run()
    // The command may have left by then.
    try? standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return data
}
