import Glibc
import MixpanelSandbox
import Testing

/// A host with two addresses, which takes a file of hosts of the test's own.
@Suite struct AddressTests {
    @Test(arguments: ["::1 localhost\n127.0.0.1 localhost", "127.0.0.2 localhost\n127.0.0.1 localhost"])
    func `where one address is dead the next one is tried`(hosts: String) async throws {
        let script = #"mount --bind hosts /etc/hosts && exec "$@""#
        let launcher = ["/usr/bin/unshare", "-rm", "/bin/sh", "-c", script, "sh"]
        guard try await Self.isPossible(launcher) else { try Test.cancel("needs a mount namespace") }
        let stimulus = Case(Fifty.lines, "--endpoint", "http://localhost:{port}").with { stimulus in
            stimulus.launcher = launcher
            stimulus.prepare = { directory in try directory.write(hosts + "\n", to: "hosts", mode: 0o644) }
        }
        let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: 1)
        #expect(outcome.rows.allSatisfy { $0.attempts == nil }, "\(outcome)")
    }

    private static func isPossible(_ launcher: [String]) async throws -> Bool {
        try await WorkDirectory.with { directory in
            try directory.write("", to: "hosts")
            let child = try Child(
                .init(
                    command: launcher + ["/bin/true"],
                    environment: ["PATH": "/usr/bin:/bin"],
                    directory: directory.path,
                    descriptors: [0, 1, 2].map { _ in open("/dev/null", O_RDWR | O_CLOEXEC) }
                )
            )
            return await child.ended().0 == .exit(0)
        }
    }
}
