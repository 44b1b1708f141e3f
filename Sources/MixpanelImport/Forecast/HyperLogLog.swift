/// How many different hashes there were, in 16 KiB whatever their number.
///
/// P. Flajolet, É. Fusy, O. Gandouet, F. Meunier: "HyperLogLog: the analysis of a near-optimal cardinality estimation
/// algorithm" (2007), with hashes of 64 bits and the estimator of O. Ertl: "New cardinality estimation algorithms for
/// HyperLogLog sketches" (2017, section 4), which needs no correction for small numbers.
package struct HyperLogLog: Sendable, Equatable {
    /// The standard error is 1.04 / √16384 = 0.81 %: two of three estimates are closer than this, 99 of 100 closer than
    /// 2.6 times this.
    package static let standardError = 1.04 / 128

    private static let bits = 14
    private static let size = 1 << bits
    /// A register holds at most one more than the bits that are left.
    private static let longestRun = 64 - bits

    private var registers = [UInt8](repeating: 0, count: Self.size)

    package init() {}

    @inline(__always)
    package mutating func add(_ hash: UInt64) {
        let register = Int(truncatingIfNeeded: hash >> UInt64(64 - Self.bits))
        let run = UInt8(
            truncatingIfNeeded: (hash << UInt64(Self.bits) | 1 << UInt64(Self.bits - 1)).leadingZeroBitCount + 1
        )
        if registers[register] < run { registers[register] = run }
    }

    package mutating func merge(_ other: HyperLogLog) {
        for index in 0..<Self.size {
            registers[index] = max(registers[index], other.registers[index])
        }
    }

    package var estimate: Int {
        var counts = [Int](repeating: 0, count: Self.longestRun + 2)
        for register in registers {
            counts[Int(register)] += 1
        }
        let size = Double(Self.size)
        var sum = size * Self.tau(1 - Double(counts[Self.longestRun + 1]) / size)
        for run in stride(from: Self.longestRun, through: 1, by: -1) {
            sum = (sum + Double(counts[run])) / 2
        }
        sum += size * Self.sigma(Double(counts[0]) / size)
        let twiceLogarithmOf2 = 1.386_294_361_119_890_6
        let estimate = size * size / (twiceLogarithmOf2 * sum)
        // Infinite where all registers are full, which no honest input brings about.
        return estimate < 0x1p62 ? Int(estimate.rounded()) : .max
    }

    /// x + x² + 2x⁴ + 4x⁸ + …: the share of the registers that are empty.
    private static func sigma(_ share: Double) -> Double {
        if share == 1 { return .infinity }
        var (power, factor, sum) = (share, 1.0, share)
        while true {
            power *= power
            let next = sum + power * factor
            if next == sum { return sum }
            sum = next
            factor *= 2
        }
    }

    /// The same for the registers that are full.
    private static func tau(_ share: Double) -> Double {
        if share == 0 || share == 1 { return 0 }
        var (root, factor, sum) = (share, 1.0, 1 - share)
        while true {
            root = root.squareRoot()
            factor /= 2
            let next = sum - (1 - root) * (1 - root) * factor
            if next == sum { return sum / 3 }
            sum = next
        }
    }
}
