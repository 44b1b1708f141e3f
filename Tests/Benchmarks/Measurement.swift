#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What a shell command and its children took.
struct Measurement {
    var wall: Double
    var processor: Double
    /// Bytes, of the largest process.
    var memory: Int

    static func of(_ command: String) -> Measurement {
        var pid: pid_t = 0
        let start = ContinuousClock.now
        let arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sh"), strdup("-c"), strdup(command), nil]
        guard posix_spawn(&pid, "/bin/sh", nil, nil, arguments, environ) == 0 else {
            fatalError("cannot run \(command)")
        }
        var status: CInt = 0
        var usage = rusage()
        guard wait4(pid, &status, 0, &usage) == pid, status == 0 else { fatalError("failed: \(command)") }
        let wall = (.now - start) / .seconds(1)
        return Measurement(
            wall: wall,
            processor: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            memory: usage.ru_maxrss * 1024
        )
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    /// Both in turn, so that a machine whose speed drifts treats them alike; the median of the rounds' ratios.
    static func ratio(
        _ rounds: Int,
        _ first: String,
        to second: String,
        of figure: @escaping (Measurement) -> Double
    ) -> Double {
        ratios(rounds, first, to: second, of: [figure])[0]
    }

    /// The same for several figures of the same rounds.
    static func ratios(
        _ rounds: Int,
        _ first: String,
        to second: String,
        of figures: [(Measurement) -> Double]
    ) -> [Double] {
        let pairs = (0..<rounds).map { _ in (of(first), of(second)) }
        return figures.map { figure in median(pairs.map { figure($0.0) / figure($0.1) }) }
    }

    static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
