import Testing

@testable import MixpanelImport

@Suite struct ByteSearchTests {
    private static func contains(_ bytes: [UInt8], _ token: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { ByteSearch.contains($0, token) }
    }

    /// The words that are compared overlap the token, its neighbours and the end.
    @Test func `a token is found wherever it stands`() {
        for count in 2...19 {
            let token = Array("\"batches of events\"".utf8.prefix(count - 1)) + [UInt8(ascii: "\"")]
            for before in 0...17 {
                for after in 0...17 {
                    let filling = Array(repeating: token[0], count: before)
                    let bytes = filling + token + Array(repeating: UInt8(ascii: "b"), count: after)
                    #expect(Self.contains(bytes, token), "\(before), \(count), \(after)")
                    var other = bytes
                    other[before + count / 2] ^= 0x80
                    // Two quotes are also in front of it.
                    #expect(count == 2 || !Self.contains(other, token), "\(before), \(count), \(after)")
                }
            }
        }
    }

    @Test func `what is shorter than the token does not hold it`() {
        #expect(!Self.contains([], Array("ab".utf8)))
        #expect(!Self.contains(Array("a".utf8), Array("ab".utf8)))
        #expect(!Self.contains(Array("batc".utf8), Array("batch".utf8)))
    }

    @Test(arguments: ["", "a", "\\", "1234567\\", "12345678\\", "\\2345678", "123456789", "\"", "\n", "é", "1234567é"])
    func `texts are plain where they need no escape`(text: String) {
        let bytes = Array(text.utf8)
        bytes.withText { text in
            #expect(text.hasEscapes == bytes.contains(UInt8(ascii: "\\")))
            let special = bytes.contains {
                $0 < 0x20 || $0 >= 0x80 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
            }
            #expect(text.isPlain == !special)
        }
    }
}
