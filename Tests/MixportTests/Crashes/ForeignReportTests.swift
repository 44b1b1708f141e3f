import Testing

/// What is no report is neither read as one without rows nor written to.
@Suite struct ForeignReportTests {
    private static let report = (1...5).map { ReportCase.good($0) }.joined()

    private static func stimulus(_ arguments: [String], _ file: [UInt8]) -> Case {
        Case(.bytes(Array(Event.lines(5).utf8)), arguments).with { stimulus in
            stimulus.converges = false
            stimulus.prepare = { try $0.write(file, to: "other") }
        }
    }

    @Test(arguments: [["replay", "other"], ["--report", "other", "--resume"]], [true, false])
    func `a file without a line end is refused and kept`(arguments: [String], isCompressed: Bool) async throws {
        let file = isCompressed ? try await Verifying.gzip(Self.report) : Array("my notes".utf8)
        try #require(!file.contains(0x0A), "\(file)")
        let stimulus = Self.stimulus(arguments, file)
        try await Chain.with(stimulus.service) { chain in
            try stimulus.prepare(chain.directory)
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(78) && outcome.served.requests.isEmpty, "\(outcome)")
            #expect(outcome.standardError.contains("row 1 is not a row of a report"), "\(outcome)")
            #expect(chain.directory.contents("other") == file)
        }
    }

    @Test func `verify does not call nothing all of it`() async throws {
        let seen = try await Verifying(Verifying.events(1...20), report: "my notes", exit: 66)
        #expect(seen.outcome.standardError.contains("row 1 is not a row of a report"), "\(seen.outcome)")
    }
}
