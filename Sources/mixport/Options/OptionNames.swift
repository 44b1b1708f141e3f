import ArgumentParser

/// The names of a command's options, as its help has them, for what was meant by one that there is not.
struct OptionNames {
    let names: [String]
    /// Those that take no value, short ones among them.
    let flags: Set<String>

    /// nil: of an import.
    init(_ command: String?) {
        let type = Mixport.configuration.subcommands.first { $0.configuration.commandName == command }
        let help = Mixport.helpMessage(for: type ?? ImportCommand.self, columns: 200)
        var names: [String] = []
        var flags: Set<String> = []
        for line in help.split(separator: "\n") where line.hasPrefix("  -") {
            // A short name may stand before the long one, a value after it.
            let words = line.split(separator: " ", maxSplits: 3)
            guard let place = words.prefix(2).firstIndex(where: { $0.hasPrefix("--") }) else { continue }
            names.append(String(words[place]))
            guard words.count <= place + 1 || !words[place + 1].hasPrefix("<") else { continue }
            flags.formUnion(words[...place].map { String($0.prefix { $0 != "," }) })
        }
        self.names = names
        self.flags = flags
    }

    func includes(_ word: String) -> Bool { names.contains(word) || flags.contains(word) }

    static var commands: [String] { Mixport.configuration.subcommands.compactMap { $0.configuration.commandName } }

    /// The command that one or two slips lead away from; nil also for what is a command.
    static func command(nearestTo name: String) -> String? {
        guard !commands.contains(name) else { return nil }
        return commands.filter { distance($0, name) <= 2 }.min { distance($0, name) < distance($1, name) }
    }

    /// At most three: those that one or two slips away, or else those that begin alike.
    func nearest(to name: String) -> [String] {
        guard name.hasPrefix("--"), name.count > 3 else { return [] }
        let near = names.map { (name: $0, distance: Self.distance($0, name)) }.filter { $0.distance <= 2 }
        if let best = near.map(\.distance).min() { return near.filter { $0.distance == best }.map(\.name) }
        let words = name.dropFirst(2).split(separator: "-")
        let alike = names.filter { other in other.dropFirst(2).split(separator: "-").first == words.first }
        if !alike.isEmpty { return Array(alike.prefix(3)) }
        return Array(names.filter { $0.dropFirst(2).split(separator: "-").contains { words.contains($0) } }.prefix(3))
    }

    /// Characters to add, drop, change, or to swap with their neighbour.
    private static func distance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard abs(one.count - other.count) <= 2 else { return .max }
        var rows = [Array(0...other.count)]
        for (index, byte) in one.enumerated() {
            var row = [index + 1]
            for (place, compared) in other.enumerated() {
                var least = min(rows[index][place + 1], row[place]) + 1
                least = min(least, rows[index][place] + (byte == compared ? 0 : 1))
                if index > 0, place > 0, byte == other[place - 1], one[index - 1] == compared {
                    least = min(least, rows[index - 1][place - 1] + 1)
                }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[one.count][other.count]
    }
}
