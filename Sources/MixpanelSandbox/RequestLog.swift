internal import NIOCore
internal import NIOHTTP1

/// What the sandbox saw of one request. Times count from the start of the sandbox.
public struct RequestRecord: Sendable {
    /// The place of the request in the order of arrival, from 1.
    public var number: Int
    /// The number of the connection that it came on, from 1.
    public var connection: Int
    /// As sent, such as `POST`.
    public var method: String
    /// Path and query as sent, such as `/import?strict=1`.
    public var target: String
    /// In the order in which they came.
    public var headers: [SandboxResponse.Header]
    /// When its head was complete.
    public var arrived: Duration
    /// Bytes of the body as they travelled, usually compressed.
    public var wireBytes = 0
    /// The body as it travelled; nil unless `SandboxConfiguration.keepBodies` is set and all of it came.
    public var body: [UInt8]?
    /// When the body was complete; nil if it never was.
    public var bodyArrived: Duration?
    /// Bytes of the uncompressed body.
    public var bytes = 0
    /// Events in the body.
    public var events = 0
    /// When the last byte of the answer was sent; nil if there was none.
    public var answered: Duration?
    /// The status of the answer; nil if it was cut, raw bytes or missing.
    public var status: Int?
    /// Whether the client left before the answer was complete.
    public var clientLeft = false

    /// The value of the first header of this name, which is compared without regard to case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    init(_ arrival: FaultScript.Arrival, _ head: HTTPRequestHead) {
        number = arrival.number
        connection = arrival.connection
        arrived = arrival.time
        method = head.method.rawValue
        target = head.uri
        headers = head.headers.map { SandboxResponse.Header($0.name, $0.value) }
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
