#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// When colours are used.
enum ColorChoice: String, CaseIterable {
    case auto
    case always
    case never
}

/// Colours of the sixteen that every terminal has, so that they can be read on light and dark. Each has its word beside it:
/// nothing is said by colour alone. What is painted cannot bring codes of its own.
struct Paint {
    enum Color: String {
        case green = "32"
        case red = "31"
        case yellow = "33"
        case bold = "1"
        case dim = "2"
    }

    let isOn: Bool

    init(_ choice: ColorChoice) {
        isOn =
            switch choice {
            case .always: true
            case .never: false
            case .auto: Terminal.columns != nil && Environment["NO_COLOR"] == nil
            }
    }

    func callAsFunction(_ text: String, _ color: Color?) -> String {
        guard isOn, let color else { return text.forTerminal }
        return "\u{1B}[\(color.rawValue)m\(text.forTerminal)\u{1B}[0m"
    }
}
