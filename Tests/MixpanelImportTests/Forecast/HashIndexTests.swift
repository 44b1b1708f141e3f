import Testing

@testable import MixpanelImport

struct HashIndexTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `it agrees with a dictionary after any operations`(_ seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        var index = HashIndex()
        var model: [UInt64: Int] = [:]
        for step in 0..<3_000 {
            // Few different low bits, so that runs are long and wrap around.
            let key =
                UInt64.random(in: 0..<300, using: &generator) << 60 | UInt64.random(in: 50..<70, using: &generator)
            if Int.random(in: 0..<3, using: &generator) == 0 {
                index.remove(key)
                model[key] = nil
            } else {
                index.set(step, for: key)
                model[key] = step
            }
            if step % 100 == 0 {
                for (key, value) in model {
                    #expect(index[key] == value)
                }
            }
            #expect(index[key] == model[key])
            #expect(index.count == model.count)
        }
    }
}
