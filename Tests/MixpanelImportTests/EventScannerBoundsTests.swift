import Glibc
import MixpanelImport
import Testing

@Suite struct EventScannerBoundsTests {
    @Test func `nothing is read before or after the line`() throws {
        let lines = [
            #"{"event":"Sign Up","properties":{"time":1700000000245,"$insert_id":"b7","distinct_id":"9cc2","a":[1.5e3,true]}}"#,
            #"{"event":"日本😀","properties":{"ti\u006de":null,"note":"a\"\\b\t東","b":false}}  "#,
        ]
        let pages = try GuardedPages()
        for bytes in lines.map({ Array($0.utf8) }) {
            for count in 0...bytes.count {
                for start in [0, max(0, count - 40), max(0, count - 7)] {
                    let part = Array(bytes[start..<count])
                    let expected = ScannedLine(scanning: part)
                    #expect(ScannedLine(scanning: pages.copyToEnd(part)) == expected, "\(visible(part))")
                    #expect(ScannedLine(scanning: pages.copyToStart(part)) == expected, "\(visible(part))")
                }
            }
        }
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":", " [ "])
    func `128 levels are good and the 129th bracket is too deep`(opening: String) {
        let prefix = #"{"event":"e","properties":{"a":"#
        let brackets = opening.utf8.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
        let good = nested(opening, count: 126 / brackets)
        #expect(scanFault("\(prefix)\(good)}}") == nil)
        #expect(scanFault(nested(opening, count: 128 / brackets))?.reason != .tooDeep)

        let deep = prefix + String(repeating: opening, count: 126 / brackets)
        let column = prefix.utf8.count + opening.utf8.count * (126 / brackets) + 1
        #expect(ScannedLine(scanning: deep + "[") == .fault(.tooDeep, column: column))
        #expect(ScannedLine(scanning: deep + "{\"") == .fault(.tooDeep, column: column))
    }

    @Test func `levels are counted open, not in total`() {
        let values = Array(repeating: "[[{\"a\":[]}]]", count: 1_000).joined(separator: ",")
        #expect(scanFault("{\"event\":\"e\",\"properties\":{\"a\":[\(values)]}}") == nil)
    }

    @Test(arguments: ["[", "{\"a\":", "{\"properties\":{\"a\":["])
    func `a hundred thousand opening brackets end at the 129th`(opening: String) {
        #expect(scanFault(String(repeating: opening, count: 100_000))?.reason == .tooDeep)
    }

    @Test func `long lines take time in proportion to their length`() {
        let count = 2_000_000
        let clock = ContinuousClock()
        let lines = [
            String(repeating: " ", count: count) + "x", "\"" + String(repeating: "\\n", count: count / 2),
            "[" + String(repeating: "1,", count: count / 2), "{\"a\":" + String(repeating: "7", count: count),
            "[1," + String(repeating: " ", count: count) + "]",
            "{" + String(repeating: "\"time\":1,", count: count / 9) + "}",
        ]
        for line in lines {
            let time = clock.measure { #expect(scanFault(line)?.reason == .notJSON) }
            #expect(time < .seconds(5), "\(line.prefix(10))")
        }
    }

    private func nested(_ opening: String, count: Int) -> String {
        let closing = opening.reversed().compactMap { ["[": "]", "{": "}"][$0] }.joined()
        let middle = opening.hasSuffix(":") ? "1" : ""
        return String(repeating: opening, count: count) + middle + String(repeating: closing, count: count)
    }
}

/// A page of memory between two that must not be touched.
private struct GuardedPages: ~Copyable {
    private let size = Int(sysconf(Int32(_SC_PAGESIZE)))
    private let base: UnsafeMutableRawPointer

    struct Failure: Error {
        var errno: Int32
    }

    init() throws {
        let pages = mmap(nil, 3 * size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let pages, pages != MAP_FAILED else { throw Failure(errno: errno) }
        guard mprotect(pages + size, size, PROT_READ | PROT_WRITE) == 0 else { throw Failure(errno: errno) }
        base = pages
    }

    deinit {
        munmap(base, 3 * size)
    }

    func copyToEnd(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
        copy(bytes, to: base + 2 * size - bytes.count)
    }

    func copyToStart(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
        copy(bytes, to: base + size)
    }

    private func copy(_ bytes: [UInt8], to start: UnsafeMutableRawPointer) -> UnsafeRawBufferPointer {
        start.copyMemory(from: bytes, byteCount: bytes.count)
        return UnsafeRawBufferPointer(start: start, count: bytes.count)
    }
}
