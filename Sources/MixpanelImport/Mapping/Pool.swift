/// A list that is filled anew for each line and keeps its memory. Elements are not initialised before they are
/// appended.
struct Pool<Element: BitwiseCopyable>: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 64) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(by: 1) }
        (base + count).initialize(to: element)
        count &+= 1
    }

    /// Makes room for elements that are written through `base`, from `count` on.
    @inline(__always)
    mutating func extend(by added: Int) -> UnsafeMutablePointer<Element> {
        if capacity - count < added { grow(by: added) }
        let start = base + count
        count += added
        return start
    }

    @inline(__always)
    mutating func cut(to count: Int) { self.count = count }

    @inline(__always)
    subscript(index: Int) -> Element {
        get { base[index] }
        nonmutating set { base[index] = newValue }
    }

    @inline(never)
    private mutating func grow(by added: Int) {
        capacity = max(capacity * 2, count + added)
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
    }
}

extension Pool<UInt8> {
    @inline(__always)
    mutating func append(_ text: Text) {
        UnsafeMutableRawPointer(extend(by: text.count)).copyMemory(from: text.start, byteCount: text.count)
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(Text(text.utf8Start, text.utf8CodeUnitCount))
    }
}
