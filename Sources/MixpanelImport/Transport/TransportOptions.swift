/// How connections are made.
public struct TransportOptions: Sendable {
    /// An HTTP proxy.
    public struct Proxy: Sendable {
        /// Its name or address.
        public var host: String
        /// 1 to 65,535.
        public var port: Int
        /// For Basic authentication.
        public var user: (name: String, password: String)?

        /// The proxy at `host`:`port`.
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

    /// The system's certificates, no proxy.
    public init() {}
}
