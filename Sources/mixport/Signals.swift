import Glibc
import UnixSignals

/// INT, TERM and HUP as something to wait for.
struct Signals: Sendable {
    private let sequence: UnixSignalsSequence

    /// A signal that the parent had ignored, as `nohup` does, stays ignored.
    init() async {
        var trapped: [UnixSignal] = []
        for signal in [UnixSignal.sigint, .sigterm, .sighup] where !Self.isIgnored(signal) { trapped.append(signal) }
        sequence = await UnixSignalsSequence(trapping: trapped)
    }

    private static func isIgnored(_ signal: UnixSignal) -> Bool {
        var action = sigaction()
        guard sigaction(signal.rawValue, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// nil when the waiting was cancelled.
    func next() async -> Int32? {
        for await signal in sequence { return signal.rawValue }
        return nil
    }
}
