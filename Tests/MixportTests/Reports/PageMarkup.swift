import Foundation

/// The tags of a page, as a browser finds them where no attribute holds a `>`, and the text between them.
///
/// By scalars, as browsers read: a quote and a mark on it are one `Character`, which is no quote to a search by those.
struct PageMarkup {
    let text: String
    private(set) var names: Set<String> = []
    private(set) var attributes: Set<String> = []

    init(_ page: String) {
        var page = page
        // What a style sheet and a script hold is no markup.
        for name in ["style", "script"] {
            guard let start = page.range(of: "<\(name)>"), let end = page.range(of: "</\(name)>") else { continue }
            page.removeSubrange(start.upperBound..<end.lowerBound)
        }
        let tags = /<([a-zA-Z!\/][a-zA-Z0-9]*)([^>]*)>/.matchingSemantics(.unicodeScalar)
        let values = /="[^"]*"/.matchingSemantics(.unicodeScalar)
        let words = /[^\s=\/]+/.matchingSemantics(.unicodeScalar)
        for tag in page.matches(of: tags) {
            names.insert(String(tag.1.trimmingPrefix("/")))
            let rest = String(tag.2).replacing(values, with: "=")
            attributes.formUnion(rest.matches(of: words).map { String($0.0) })
        }
        text = page.replacing(tags, with: "")
    }
}
