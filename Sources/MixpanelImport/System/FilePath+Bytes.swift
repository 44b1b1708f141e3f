package import SystemPackage

/// A name in a file system is bytes, and not always UTF-8.
extension FilePath {
    package init(bytes: some Sequence<UInt8>) {
        self.init(platformString: bytes.map { CChar(bitPattern: $0) } + [0])
    }

    package var bytes: [UInt8] {
        withPlatformString { text in
            Array(UnsafeBufferPointer(start: text, count: length)).map { UInt8(bitPattern: $0) }
        }
    }

    /// For messages: bytes that are no text are shown as `\xff`.
    package var text: String {
        String(decodingUTF8: bytes) { byte in "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    }
}

extension String {
    /// Decodes UTF-8; each byte that belongs to no character becomes what `placeholder` makes of it.
    package init(decodingUTF8 bytes: [UInt8], placeholder: (UInt8) -> String) {
        self.init()
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var position = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let scalar):
                unicodeScalars.append(Unicode.UTF8.decode(scalar))
                position += scalar.count
            case .error(let length):
                for byte in bytes[position..<(position + length)] { append(placeholder(byte)) }
                position += length
            case .emptyInput:
                return
            }
        }
    }
}
