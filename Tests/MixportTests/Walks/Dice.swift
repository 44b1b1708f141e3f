import MixpanelImport

/// Everything that a walk leaves to chance, the same for the same seed.
struct Dice: RandomNumberGenerator {
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    }

    mutating func next() -> UInt64 { random.next() }

    mutating func rolls(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }
    mutating func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func percent() -> Double { Double.random(in: 0..<100, using: &self) }
    mutating func one<Element>(of elements: [Element]) -> Element { elements[draw(0...(elements.count - 1))] }
}
