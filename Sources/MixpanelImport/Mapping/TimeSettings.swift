/// What the options say about times.
struct TimeSettings {
    var reader: TimeReader
    var since: Int64?
    var until: Int64?

    init(_ settings: [MappingOption.Name: MappingOption]) throws(MappingOptionError) {
        var zone = TimeZoneRules.utc
        var format: StrptimeFormat?
        if let option = settings[.timeZone] {
            do throws(TimeZoneError) {
                zone = try TimeZoneRules(name: option.value)
            } catch {
                throw MappingOptionError(option, "\(error).")
            }
        }
        if let option = settings[.timeFormat] {
            do throws(StrptimeFormatError) {
                format = try StrptimeFormat(option.value)
            } catch {
                throw MappingOptionError(option, at: error.offset(in: option.value), "\(error).")
            }
        }
        reader = TimeReader(zone: zone, format: format)
        since = try limit(settings[.since])
        until = try limit(settings[.until])
    }

    private func limit(_ option: MappingOption?) throws(MappingOptionError) -> Int64? {
        guard let option else { return nil }
        let reading = Array(option.value.utf8).withUnsafeBytes { text in reader.milliseconds(ofText: text) }
        switch reading {
        case .milliseconds(let time): return time
        case .missing: throw MappingOptionError(option, at: 0, "A time stands here.")
        case .bad(let offset, let fault): throw MappingOptionError(option, at: offset, fault.message)
        }
    }
}
