internal import NIOCore
internal import NIOSSL

extension Channel {
    /// Closes the socket without TLS's goodbye, and without waiting for the peer's: from in front of its handler
    /// where there is one.
    func closeSilently() {
        if let tls = try? pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self) {
            tls.close(promise: nil)
        } else {
            close(promise: nil)
        }
    }
}
