import Testing

@testable import MixpanelImport

struct ByteHashTests {
    private func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBytes(ByteHash.hash)
    }

    @Test func `ids that differ little have different hashes`() {
        var hashes: Set<UInt64> = []
        for number in 0..<100_000 {
            hashes.insert(hash(Array("user-\(number)".utf8)))
            hashes.insert(hash(Array("\(number)".utf8)))
        }
        for length in 0...100 {
            hashes.insert(hash(Array(repeating: 0, count: length)))
        }
        #expect(hashes.count == 200_101)
    }

    @Test(arguments: [1, 3, 4, 7, 8, 9, 16, 17, 32, 36, 100])
    func `each bit of the input turns half of the bits of the hash`(_ length: Int) {
        var generator = SeededRandom(seed: UInt64(length))
        var turned = [Int](repeating: 0, count: 64)
        var pairs = 0
        for _ in 0..<60 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            for bit in 0..<(length * 8) {
                var other = bytes
                other[bit / 8] ^= 1 << UInt8(bit % 8)
                let difference = hash(bytes) ^ hash(other)
                pairs += 1
                for place in 0..<64 where difference >> UInt64(place) & 1 == 1 {
                    turned[place] += 1
                }
            }
        }
        for (place, count) in turned.enumerated() {
            // Five standard deviations.
            let bound = 2.5 * Double(pairs).squareRoot()
            #expect(abs(Double(count) - Double(pairs) / 2) < bound, "bit \(place): \(count) of \(pairs)")
        }
    }

    @Test func `hashes are the same on every run and machine`() {
        #expect(hash([]) == 0x1D2C_918F_60DD_E7DD)
        #expect(hash(Array("a".utf8)) == 0x1E61_52F6_3033_8FDB)
        #expect(hash(Array("b0c1b0b6-2f5c-4f86-9a55-0d5a3c0f1d11".utf8)) == 0x176D_F2AF_B510_18DD)
    }
}
