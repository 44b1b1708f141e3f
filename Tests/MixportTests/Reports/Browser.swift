import Foundation
import Testing

/// Debian's Chromium, without a window.
enum Browser {
    private static let path = "/usr/bin/chromium"

    static var isThere: Bool { Tool.isThere(path) }

    /// The document once its scripts have run. A script of the test's own runs in place of the page's policy.
    static func document(_ page: [UInt8], script: String? = nil, width: Int = 1000) async throws -> String {
        try await WorkDirectory.with { directory in
            var text = String(decoding: page, as: UTF8.self)
            if let script {
                text = text.replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/, with: "")
                text = text.replacing("</html>", with: "<script>\(script)</script></html>")
            }
            try directory.write(text, to: "page.html")
            let command = [
                path, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
                "--user-data-dir=\(directory.path)/profile", "--window-size=\(width),2000", "--dump-dom",
                "file://\(directory.path)/page.html",
            ]
            let result = try await Tool.run(command, input: [])
            let document = String(decoding: result.output, as: UTF8.self)
            try #require(document.contains("</html>"), "\(result.ending): \(document.prefix(500))")
            return document
        }
    }
}
