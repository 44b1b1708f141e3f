import MixpanelImport

/// Markup. Text that is put into it by interpolation is escaped, in an element as in a quoted attribute; only markup
/// itself and numbers go in as they are. So what is not written here cannot become markup, whatever it holds.
struct HTML: ExpressibleByStringInterpolation {
    private(set) var text: String

    init(stringLiteral text: String) {
        self.text = text
    }

    init(stringInterpolation parts: Interpolation) {
        text = parts.text
    }

    static func += (left: inout HTML, right: HTML) { left.text += right.text }

    /// A style sheet or a script that is part of the program.
    static func asset(_ bytes: [UInt8]) -> HTML { HTML(stringLiteral: String(decoding: bytes, as: UTF8.self)) }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ value: String) { HTML.append(value, to: &text) }
        mutating func appendInterpolation(_ number: Int) { text += String(number) }
        mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
        mutating func appendInterpolation(_ markup: [HTML]) { for part in markup { text += part.text } }

        /// With one decimal, as much as a picture needs.
        mutating func appendInterpolation(_ number: Double) {
            let tenths = Int((number * 10).rounded())
            text += "\(tenths / 10)" + (tenths % 10 == 0 ? "" : ".\(abs(tenths % 10))")
        }
    }

    typealias StringInterpolation = Interpolation

    /// By scalars: a quote that a combining mark follows is one character, and no other than the quote to a browser.
    private static func append(_ value: String, to text: inout String) {
        for scalar in value.forTerminal.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
