import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Text that stands for any bytes, so that the name of a file survives the parser of options, which takes text only.
///
/// What is UTF-8 stands for itself. Any other byte is the character U+10FF00 plus its value, from the end of the last
/// plane for private use. So that the way back is exact, the bytes of such a character are taken for other bytes too.
enum ByteText {
    private static let stand = Unicode.Scalar(0x10FF00 as UInt32)!
    private static let stands = stand...Unicode.Scalar(0x10FFFF as UInt32)!

    static func encoded(_ text: UnsafePointer<CChar>) -> String {
        encoded(UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) })
    }

    static func encoded(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        var rest = bytes[...]
        while !rest.isEmpty {
            let (scalar, length) = first(of: rest)
            if let scalar {
                text.append(scalar)
            } else {
                text.append(contentsOf: rest.prefix(length).map { Unicode.Scalar(stand.value + UInt32($0))! })
            }
            rest = rest.dropFirst(length)
        }
        return String(text)
    }

    static func bytes(_ text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in
            stands.contains(scalar) ? [UInt8(scalar.value - stand.value)] : Array(UTF8.encode(scalar)!)
        }
    }

    /// nil for bytes that stand for no character, or for one that itself stands for a byte.
    private static func first(of bytes: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar?, length: Int) {
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        switch decoder.parseScalar(from: &iterator) {
        case .valid(let encoded):
            let scalar = UTF8.decode(encoded)
            return (stands.contains(scalar) ? nil : scalar, encoded.count)
        case .error(let length): return (nil, length)
        case .emptyInput: return (nil, bytes.count)
        }
    }
}

extension FilePath {
    /// The file that an argument names, byte for byte.
    init(argument: String) {
        let name = ByteText.bytes(argument).map { CChar(bitPattern: $0) } + [0]
        self = name.withUnsafeBufferPointer { FilePath(platformString: $0.baseAddress!) }
    }
}
