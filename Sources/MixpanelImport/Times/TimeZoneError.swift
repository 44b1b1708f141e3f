/// Why a time zone cannot be used.
package enum TimeZoneError: Error, Equatable, CustomStringConvertible {
    /// Neither UTC, nor an offset, nor a name that could be in the database.
    case notAName(String)
    case unknown(String)
    /// There is no time zone database on this machine.
    case noDatabase(folder: String)
    case damaged(path: String)

    package var description: String {
        switch self {
        case .notAName(let name): "\(name.debugDescription) is no time zone; write a name like Europe/Berlin, or +05:30"
        case .unknown(let name):
            "the time zone \(name) is not known; names are like Europe/Berlin, and upper and lower case matter"
        case .noDatabase(let folder):
            "there is no time zone database in \(folder); install tzdata, or write an offset like +05:30"
        case .damaged(let path): "\(path) is no time zone file that can be read"
        }
    }
}
