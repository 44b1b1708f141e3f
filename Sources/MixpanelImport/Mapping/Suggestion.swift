/// The name that someone who mistyped it probably meant.
enum Suggestion {
    static func nearest(to word: String, among names: [String]) -> String? {
        let ranked = names.map { (distance(word, $0), $0) }.min { $0.0 < $1.0 }
        guard let (distance, name) = ranked, distance <= max(1, name.utf8.count / 3) else { return nil }
        return name
    }

    /// Insertions, deletions and replacements that make one word of the other.
    private static func distance(_ word: String, _ name: String) -> Int {
        let name = Array(name.utf8)
        var row = Array(0...name.count)
        for (index, letter) in word.utf8.prefix(64).enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in name.indices {
                let replaced = diagonal + (name[column] == letter ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[name.count] + max(0, word.utf8.count - 64)
    }
}
