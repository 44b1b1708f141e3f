internal import MixpanelImport

/// What is asked of the raw export: https://docs.mixpanel.com/reference/raw-event-export
struct ExportQuery {
    /// Days since 1970-01-01, both ends included.
    var days = UInt16.min...UInt16.max
    var limit = Int.max
    var hasMilliseconds = false

    /// Where the raw export is to be had, at the service and here.
    static let paths = ["/export", "/api/2.0/export"]
    private static let mostRows = 100_000

    struct Invalid: Error {
        var reason: String
    }

    init(_ target: RequestTarget) throws(Invalid) {
        let first = try Self.day(target["from_date"], "from_date") ?? days.lowerBound
        let last = try Self.day(target["to_date"], "to_date") ?? days.upperBound
        guard first <= last else { throw Invalid(reason: "from_date is after to_date") }
        days = first...last
        if let text = target["limit"] {
            guard let limit = Int(text), (1...Self.mostRows).contains(limit) else {
                throw Invalid(reason: "limit must be 1 to \(Self.mostRows)")
            }
            self.limit = limit
        }
        hasMilliseconds = target["time_in_ms"] == "true"
        for name in ["event", "where"] where target[name] != nil {
            throw Invalid(reason: "\(name) is not supported by this sandbox")
        }
    }

    private static func day(_ text: String?, _ name: String) throws(Invalid) -> UInt16? {
        guard let text else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            (1970...2149).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { throw Invalid(reason: "\(name) is not yyyy-mm-dd") }
        return UInt16(clamping: CivilDate.days(year: year, month: month, day: day))
    }
}
