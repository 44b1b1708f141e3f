/// What is done to properties by their names.
struct PropertyRules: Sendable {
    struct Treatment: OptionSet, BitwiseCopyable, Sendable {
        var rawValue: UInt8

        static let reserved = Treatment(rawValue: 1)
        static let dropped = Treatment(rawValue: 2)
        static let kept = Treatment(rawValue: 4)
        static let set = Treatment(rawValue: 8)
        /// The name of an id that is mapped.
        static let field = Treatment(rawValue: 16)
    }

    private struct Name: BitwiseCopyable, Sendable {
        var text: Constant.Place
        var treatment: Treatment
    }

    private var names: [Name] = []
    private var prefixes: [Name] = []
    /// One more than an index into `names`; 0 is empty.
    private var buckets: [UInt32] = []
    let keepsOnly: Bool
    let renames: [EventMapping.Rename]

    init(
        _ patterns: [(NamePattern, Treatment)],
        keepsOnly: Bool,
        renames: [EventMapping.Rename],
        _ pool: inout ConstantPool
    ) {
        self.keepsOnly = keepsOnly
        self.renames = renames
        var exact: [[UInt8]: Treatment] = [:]
        for (pattern, treatment) in patterns {
            if pattern.isPrefix {
                prefixes.append(Name(text: pool.place(of: pattern.text), treatment: treatment))
            } else {
                exact[pattern.text, default: []].formUnion(treatment)
            }
        }
        var size = 64
        while size < exact.count * 4 {
            size *= 2
        }
        buckets = Array(repeating: 0, count: size)
        for (text, treatment) in exact {
            names.append(Name(text: pool.place(of: text), treatment: treatment))
            var place = Int(text.withText { $0.hash }) & (size - 1)
            while buckets[place] != 0 {
                place = (place + 1) & (size - 1)
            }
            buckets[place] = UInt32(names.count)
        }
    }

    /// All that is to be done with a name.
    @inline(__always)
    func treatment(of name: Text, hash: UInt, _ constants: UnsafeRawPointer) -> Treatment {
        var treatment: Treatment = []
        let mask = buckets.count - 1
        var place = Int(hash) & mask
        while buckets[place] != 0 {
            let known = names[Int(buckets[place]) - 1]
            if known.text.text(constants) == name {
                treatment = known.treatment
                break
            }
            place = (place + 1) & mask
        }
        for prefix in prefixes where name.hasPrefix(prefix.text.text(constants)) {
            treatment.formUnion(prefix.treatment)
        }
        return treatment
    }

    /// Whether a property that is treated so is left out.
    @inline(__always)
    func leaveOut(_ treatment: Treatment) -> Bool {
        !treatment.isDisjoint(with: [.dropped, .set]) || keepsOnly && !treatment.contains(.kept)
    }

    /// Whether a property of this name is added as it is.
    func leaveAlone(_ name: Text, _ constants: UnsafeRawPointer) -> Bool {
        !renames.contains { $0.fits(name, constants) }
            && !leaveOut(treatment(of: name, hash: name.hash, constants))
    }

    /// Names that the service gives a meaning of its own: a member of some foreign object does not get them by chance.
    static let reserved = [
        "time", "distinct_id", "$insert_id", "$device_id", "$user_id", "token", "ip", "$ip", "id", "$anon_id",
        "$identified_id", "$distinct_ids", "alias", "bucket", "$bucket", "$ignore", "$import", "mp_processing_time_ms",
        "$mp_*",
    ].map { NamePattern(Array($0.utf8)) }
}

extension [UInt8] {
    func withText<Result>(_ body: (Text) -> Result) -> Result {
        withUnsafeBytes { bytes in
            body(Text(bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!, bytes.count))
        }
    }
}
