/// What goes wrong with a request. The parts are independent: an answer can be replaced, late, slow, cut, and be
/// followed by a reset, all at once.
public struct RequestFault: Sendable, Equatable {
    /// When a request goes wrong.
    @nonexhaustive
    public enum Moment: Sendable, Equatable {
        /// Once this many bytes of the body, as they travel, have come, or all of a shorter one: nothing more is read
        /// before the answer. The service's own answer does not exist yet. Rules with such faults are asked first.
        case afterBodyBytes(Int)
        /// Once the whole body has come.
        case afterBody
    }

    /// What is answered.
    @nonexhaustive
    public enum Reply: Sendable, Equatable {
        /// The service's own answer.
        case service
        /// No answer.
        case nothing
        /// This answer. Placeholders in its body are filled in: `{events}`, `{imported}` and `{failed}` are counts,
        /// also as in `{events-1}`; `{insert_id:3}` is the id of the event at place 3, from 0, as a JSON string.
        case answer(SandboxResponse)
        /// Exactly these bytes, then the second ones over and over until the client has gone. Placeholders in the first
        /// ones are filled in.
        case raw([UInt8], repeating: [UInt8] = [])
        /// 200 that stores and counts this many events fewer: those that contain the trigger's text, else the last
        /// ones.
        case short(by: Int)
        /// The events at these places, from 0, fail validation as well.
        case failing([Int])
    }

    /// Where an answer stops.
    @nonexhaustive
    public enum Cut: Sendable, Equatable {
        /// In the middle of the status line.
        case inStatusLine
        /// In the middle of the headers.
        case inHeaders
        /// In the middle of the body.
        case inBody
        /// After this many bytes.
        case afterBytes(Int)
    }

    /// What becomes of the connection after the answer, or after the silence in its place.
    @nonexhaustive
    public enum Ending: Sendable, Equatable {
        /// What HTTP says: kept or closed as the headers agree; a cut answer is closed, silence stays.
        case orderly
        /// Closed without a word, TLS included.
        case close
        /// Reset.
        case reset
        /// Left open, but dead.
        case hang
    }

    /// An answer in small pieces.
    public struct Trickle: Sendable, Equatable {
        /// Bytes in a piece, at least 1.
        public var bytes: Int
        /// The wait between two pieces.
        public var interval: Duration

        /// `bytes` at a time, with `interval` between them.
        public init(bytes: Int, every interval: Duration) {
            self.bytes = bytes
            self.interval = interval
        }
    }

    /// When.
    public var moment = Moment.afterBody
    /// What is answered.
    public var reply = Reply.service
    /// The wait before the answer, in addition to the latency of the configuration.
    public var delay = Duration.zero
    /// How the answer is sent; nil: as fast as possible.
    public var trickle: Trickle?
    /// Where the answer stops; nil: it is whole.
    public var cut: Cut?
    /// What becomes of the connection.
    public var ending = Ending.orderly
    /// The answer says `Connection: close`, and the connection is closed after it.
    public var closesOrderly = false

    /// This reply, whole and at once; the connection stays.
    public init(_ reply: Reply = .service) {
        self.reply = reply
    }

    /// The service's own, complete answer arrives in the end.
    var isHonest: Bool {
        switch reply {
        case .service, .short, .failing: cut == nil
        case .nothing, .answer, .raw: false
        }
    }
}
