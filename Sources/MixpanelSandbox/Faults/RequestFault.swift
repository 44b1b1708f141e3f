/// What goes wrong with a request. The parts are independent: an answer can be replaced, late, slow, cut, and be
/// followed by a reset, all at once.
package struct RequestFault: Sendable, Equatable {
    package enum Moment: Sendable, Equatable {
        /// Once this many bytes of the body, as they travel, have come, or all of a shorter one: nothing more is read
        /// before the answer. The service's own answer does not exist yet. Rules with such faults are asked first.
        case afterBodyBytes(Int)
        case afterBody
    }

    package enum Reply: Sendable, Equatable {
        case service
        case nothing
        /// Placeholders in the body are filled in: see `AnswerTemplate`.
        case answer(HTTPResponse)
        /// Exactly these bytes, then the second ones over and over until the client has gone.
        case raw([UInt8], repeating: [UInt8] = [])
        /// 200 that stores and counts this many events fewer: those that contain the trigger's text, else the last ones.
        case short(by: Int)
        /// The events at these places, from 0, fail validation as well.
        case failing([Int])
    }

    /// Where an answer stops.
    package enum Cut: Sendable, Equatable {
        case inStatusLine
        case inHeaders
        case inBody
        case afterBytes(Int)
    }

    /// What becomes of the connection after the answer, or after the silence in its place.
    package enum Ending: Sendable, Equatable {
        /// What HTTP says: kept or closed as the headers agree; a cut answer is closed, silence stays.
        case orderly
        /// Closed without a word, TLS included.
        case close
        case reset
        /// Left open, but dead.
        case hang
    }

    package struct Trickle: Sendable, Equatable {
        package var bytes: Int
        package var interval: Duration

        package init(bytes: Int, every interval: Duration) {
            self.bytes = bytes
            self.interval = interval
        }
    }

    package var moment = Moment.afterBody
    package var reply = Reply.service
    package var delay = Duration.zero
    package var trickle: Trickle?
    package var cut: Cut?
    package var ending = Ending.orderly
    /// Adds `Connection: close` and does so.
    package var closesOrderly = false

    package init(_ reply: Reply = .service) {
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
