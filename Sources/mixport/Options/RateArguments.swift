import ArgumentParser
import MixpanelImport

/// `1/4`: the first of four equal parts, or any other.
struct ShareArgument: ExpressibleByArgument {
    let share: ImportRate.Share

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let part = parts[0], let whole = parts[1],
            let share = ImportRate.Share(part, of: whole)
        else { return nil }
        self.share = share
    }
}

/// `none`, `5000` or `20000/2s`.
enum Rate: ExpressibleByArgument {
    case none
    case limit(ImportRate)

    init?(argument: String) {
        if argument == "none" {
            self = .none
            return
        }
        let parts = argument.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let events = Int(parts[0]), events > 0, events <= 1_000_000_000 else { return nil }
        if parts.count == 1 || parts[1] == "s" {
            let minute = ImportRate.documented
            self = .limit(.init(events: events * 60, bytes: minute.bytes, window: minute.window))
        } else {
            guard let window = TimeSpan(argument: String(parts[1])), window.duration > .zero else { return nil }
            self = .limit(.init(events: events, window: window.duration))
        }
    }
}
