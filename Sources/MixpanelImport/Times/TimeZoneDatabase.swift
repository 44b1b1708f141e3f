internal import FoundationEssentials

/// The folder of the tz database.
enum TimeZoneDatabase {
    static var folder: String {
        if let folder = ProcessInfo.processInfo.environment["TZDIR"], !folder.isEmpty { return folder }
        return "/usr/share/zoneinfo"
    }

    static func rules(named name: String) throws(TimeZoneError) -> TimeZoneRules {
        guard isName(name) else { throw .notAName(name) }
        let folder = Self.folder
        let path = folder + "/" + name
        guard let file = FileManager.default.contents(atPath: path) else {
            throw FileManager.default.fileExists(atPath: folder) ? .unknown(name) : .noDatabase(folder: folder)
        }
        guard let zone = TimeZoneFile(Array(file)) else { throw .damaged(path: path) }
        return TimeZoneRules(zone)
    }

    /// All zones, for data that names them; read when the first zone is named. Empty if there is no database: the lines
    /// are then rejected because their zone is not known.
    static let all: [String: TimeZoneRules] = {
        let folder = Self.folder
        var zones: [String: TimeZoneRules] = [:]
        for name in names(in: folder) where isName(name) {
            guard let file = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
            guard let zone = TimeZoneFile(Array(file)) else { continue }
            zones[name] = TimeZoneRules(zone)
        }
        return zones
    }()

    private static func names(in folder: String) -> [String] {
        do {
            return try FileManager.default.subpathsOfDirectory(atPath: folder)
        } catch {
            return []
        }
    }

    /// Parts of letters, digits, `_`, `+` and `-` that begin with a letter, with slashes between them: nothing that
    /// leads out of the folder. Not `localtime`, which is another zone on each machine, and not the copies of the
    /// database under `posix`, and under `right`, where times count leap seconds.
    static func isName(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let first = parts.first else { return false }
        if ["localtime", "posix", "right", "posixrules"].contains(where: { first.elementsEqual($0.utf8) }) {
            return false
        }
        return parts.allSatisfy { part in
            guard let letter = part.first, 0x61...0x7A ~= letter | 0x20 else { return false }
            return part.allSatisfy { byte in
                0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: "+")
                    || byte == UInt8(ascii: "-")
            }
        }
    }
}
