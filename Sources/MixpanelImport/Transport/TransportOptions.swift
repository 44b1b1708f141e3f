/// How connections are made.
public struct TransportOptions: Sendable {
    public struct Proxy: Sendable {
        public var host: String
        public var port: Int
        public var user: (name: String, password: String)?

        public init(host: String, port: Int, user: (name: String, password: String)? = nil) {
            self.host = host
            self.port = port
            self.user = user
        }
    }

    /// PEM certificates to trust in place of the system's.
    public var certificateFile: String?
    /// Used for https only, through CONNECT, so that it sees neither events nor credentials.
    public var proxy: Proxy?

    public init() {}
}
