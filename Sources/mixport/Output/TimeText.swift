#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Times as people and programs read them.
enum TimeText {
    /// `2023-11-14T22:13:20Z`, of milliseconds since 1970.
    static func utc(_ milliseconds: Int64) -> String { utc(milliseconds, "%Y-%m-%dT%H:%M:%SZ") }

    /// `2023-11-14`, of a day's number since 1970-01-01.
    static func day(_ number: Int64) -> String { utc(number * 86_400_000, "%Y-%m-%d") }

    /// `14 Nov 2023 22:13`, in UTC.
    static func minute(_ milliseconds: Int64) -> String { utc(milliseconds, "%-d %b %Y %H:%M") }

    /// `18:05:31`, of now, in local time.
    static var timeOfDay: String { local(time(nil), "%H:%M:%S") }

    static func local(_ seconds: time_t, _ format: String) -> String {
        var seconds = seconds
        var parts = tm()
        localtime_r(&seconds, &parts)
        return text(parts, format)
    }

    private static func utc(_ milliseconds: Int64, _ format: String) -> String {
        var seconds = time_t(milliseconds >= 0 ? milliseconds / 1_000 : (milliseconds - 999) / 1_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return text(parts, format)
    }

    private static func text(_ parts: tm, _ format: String) -> String {
        var parts = parts
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, format, &parts)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
