/// Writes one text after the other into memory that has room for all of them.
struct ByteWriter {
    private(set) var end: UnsafeMutableRawPointer

    init(at start: UnsafeMutableRawPointer) {
        end = start
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        end.storeBytes(of: byte, as: UInt8.self)
        end += 1
    }

    @inline(__always)
    mutating func put(_ text: StaticString) {
        end.copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
        end += text.utf8CodeUnitCount
    }

    /// Names and most values are short: for those, two words that overlap cost less than a call.
    @inline(__always)
    mutating func put(_ text: Text) {
        let count = text.count
        if count > 16 {
            end.copyMemory(from: text.start, byteCount: count)
        } else if count >= 8 {
            put(text, ends: UInt64.self)
        } else if count >= 4 {
            put(text, ends: UInt32.self)
        } else {
            for offset in 0..<count {
                let byte = text.start.load(fromByteOffset: offset, as: UInt8.self)
                end.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
            }
        }
        end += count
    }

    /// The first and the last word, which meet or overlap.
    @inline(__always)
    private func put<Word: FixedWidthInteger & BitwiseCopyable>(_ text: Text, ends: Word.Type) {
        let last = text.count - MemoryLayout<Word>.size
        let (head, tail) = (
            text.start.loadUnaligned(as: Word.self), text.start.loadUnaligned(fromByteOffset: last, as: Word.self)
        )
        end.storeBytes(of: head, as: Word.self)
        end.storeBytes(of: tail, toByteOffset: last, as: Word.self)
    }
}
