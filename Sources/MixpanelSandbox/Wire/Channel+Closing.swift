internal import NIOCore
internal import NIOSSL

extension Channel {
    /// Closes the socket without TLS's `close_notify`, and without waiting for the peer's: below the handler of TLS, if
    /// there is one.
    func closeSilently() {
        if let tls = try? pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self) {
            tls.close(promise: nil)
        } else {
            close(promise: nil)
        }
    }
}
