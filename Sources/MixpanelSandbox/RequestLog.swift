internal import NIOCore
internal import NIOHTTP1

/// What the sandbox saw of a request. Times are since the sandbox started.
package struct RequestRecord: Sendable {
    /// From 1; the n-th request of the sandbox.
    package var number: Int
    /// From 1.
    package var connection: Int
    package var method: String
    package var target: String
    package var headers: [HTTPResponse.Header]
    /// When its head was complete.
    package var arrived: Duration
    /// Body bytes as they travelled, and the body itself if the configuration keeps it.
    package var wireBytes = 0
    package var body: [UInt8]?
    /// Set if the whole body came.
    package var bodyArrived: Duration?
    /// Uncompressed.
    package var bytes = 0
    package var events = 0
    /// When the answer was on its way, and its status unless it was cut or no proper answer.
    package var answered: Duration?
    package var status: Int?
    /// The client left before the answer was complete.
    package var clientLeft = false

    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    init(_ arrival: FaultScript.Arrival, _ head: HTTPRequestHead) {
        number = arrival.number
        connection = arrival.connection
        arrived = arrival.time
        method = head.method.rawValue
        target = head.uri
        headers = head.headers.map { HTTPResponse.Header($0.name, $0.value) }
    }
}

/// The latest requests, found by number.
struct RequestLog {
    private let capacity: Int
    private var latest = CircularBuffer<RequestRecord>()

    init(capacity: Int) {
        self.capacity = capacity
    }

    var records: [RequestRecord] { Array(latest) }

    mutating func append(_ record: RequestRecord) {
        latest.append(record)
        if latest.count > capacity { latest.removeFirst() }
    }

    /// Does nothing if the log has already forgotten the request.
    mutating func update(_ arrival: FaultScript.Arrival?, _ change: (inout RequestRecord) -> Void) {
        guard let arrival, let first = latest.first else { return }
        let offset = arrival.number - first.number
        guard latest.count > offset, offset >= 0 else { return }
        change(&latest[latest.index(latest.startIndex, offsetBy: offset)])
    }
}
