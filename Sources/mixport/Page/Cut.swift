import MixpanelImport

/// Text that may be of any length, in a place that is not.
enum Cut {
    /// Counts what is shown: an invisible character is shown by its number.
    static func text(_ text: String, _ length: Int) -> String {
        let visible = text.forTerminal
        return visible.unicodeScalars.count <= length
            ? visible : String(String.UnicodeScalarView(visible.unicodeScalars.prefix(length - 1))) + "…"
    }
}
