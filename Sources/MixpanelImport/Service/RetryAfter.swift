#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The value of a `Retry-After` header: whole seconds, or a date (RFC 9110, section 10.2.3).
enum RetryAfter {
    /// A longer wait is not believed.
    private static let longest = 300

    /// nil where there is none; zero, which means no wait, where the value is not plausible. `now` in seconds since the
    /// epoch.
    static func wait(_ values: [String], now: Int = time(nil)) -> Duration? {
        // Blanks around it are no part of a header's value (RFC 9110, section 5.5).
        guard let value = values.first?.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ") else {
            return nil
        }
        guard values.count == 1 else { return .zero }
        let seconds = Int(value) ?? date(value).map { $0 - now } ?? 0
        return (1...longest).contains(seconds) ? .seconds(seconds) : .zero
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The form that HTTP asks senders to use: `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func date(_ text: String) -> Int? {
        let parts = text.split { $0 == " " || $0 == ":" }
        guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let numbers = [parts[1], parts[3], parts[4], parts[5], parts[6]].compactMap { CInt($0) }
        guard numbers.count == 5, numbers.allSatisfy({ (0...9_999).contains($0) }) else { return nil }
        var date = tm()
        (date.tm_mday, date.tm_mon, date.tm_year) = (numbers[0], CInt(month), numbers[1] - 1900)
        (date.tm_hour, date.tm_min, date.tm_sec) = (numbers[2], numbers[3], numbers[4])
        return timegm(&date)
    }
}
