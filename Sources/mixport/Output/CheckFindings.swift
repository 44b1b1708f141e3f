import MixpanelImport

/// What `check` found, in the order of finding.
struct CheckFindings {
    struct Finding: Encodable {
        /// `ok` or `note`.
        var status: String
        var name: String
        var text: String
    }

    /// A clock that differs by more may be a reason for events in the future.
    private static let largestDifference = 60
    /// A certificate that ends before is worth a word.
    private static let fewDays = 14

    private(set) var all: [Finding] = []

    mutating func ok(_ name: String, _ text: String) { all.append(Finding(status: "ok", name: name, text: text)) }

    mutating func note(_ name: String, _ text: String) { all.append(Finding(status: "note", name: name, text: text)) }

    mutating func add(_ connection: ConnectionCheck.Findings, at endpoint: Endpoint) {
        let address = connection.address.map { " (\($0))" } ?? ""
        let after = "after \(connection.duration.brief)"
        ok(
            "connection",
            "\(endpoint.host)\(address) answers \(connection.status) \(after) to a request without an event"
        )
        if let version = connection.tlsVersion, let end = connection.certificateEnds {
            ok("tls", "\(version), certificate trusted, valid to \(TimeText.day(Int64(end) / 86_400))")
            let days = (end - (connection.clocks?.own ?? end)) / 86_400
            if connection.clocks != nil, days < Self.fewDays { note("tls", "the certificate ends in \(days) days") }
        }
        guard let clocks = connection.clocks else {
            return note("clock", "the server does not say its time")
        }
        let difference = clocks.own - clocks.server
        guard abs(difference) > Self.largestDifference else { return ok("clock", "differs by less than a minute") }
        let direction = difference > 0 ? "ahead of" : "behind"
        note("clock", "this machine's is \(Duration.seconds(abs(difference)).brief) \(direction) the server's")
    }

    /// For people: a line each.
    var text: String {
        all.map { finding in
            let name = finding.name == "environment" ? "" : "\(finding.name): "
            let line = finding.status + String(repeating: " ", count: 6 - finding.status.count) + name + finding.text
            return line.forTerminal + "\n"
        }.joined()
    }
}
