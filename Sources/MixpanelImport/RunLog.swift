internal import Logging

/// Puts what happens to a run into the log of the program that the library is a part of.
struct RunLog {
    let logger: Logger

    func log(_ update: ImportUpdate) {
        switch update {
        case .progress: break
        case .notice(let notice): log(notice)
        case .request(let first, let last, let events, let answer, let duration):
            logger.log(
                level: answer.hasPrefix("200") ? .debug : .info,
                "mixpanel answered a request",
                metadata: [
                    "answer": "\(answer)", "events": "\(events)", "first": "\(first)", "last": "\(last)",
                    "seconds": "\(duration / .seconds(1))",
                ]
            )
        case .stopping(let cause, let message):
            var metadata: Logger.Metadata = ["cause": "\(cause)"]
            metadata["answer"] = message.map { "\($0)" }
            logger.log(level: cause.isAskedFor ? .notice : .error, "mixpanel import stops early", metadata: metadata)
        case .nothingButRejects(let lines):
            logger.warning("mixpanel import has only rejected lines so far", metadata: ["lines": "\(lines)"])
        case .lostRawLines(let lost):
            let metadata: Logger.Metadata = ["path": "\(lost.path)", "line": "\(lost.line)"]
            logger.warning("mixpanel import resumes a report whose raw lines are gone", metadata: metadata)
        case .cutLine(let number, let bytes):
            let metadata: Logger.Metadata = ["line": "\(number)", "bytes": "\(bytes)"]
            logger.info("mixpanel import leaves its input within a line", metadata: metadata)
        case .replayedReportEnds(let line):
            logger.info("mixpanel import has more lines than the replayed report", metadata: ["line": "\(line)"])
        case .isRead(let format):
            logger.debug("mixpanel import reads a format", metadata: ["format": "\(format)"])
        case .hasByteOrderMark:
            logger.debug("mixpanel import drops a byte order mark")
        }
    }

    private func log(_ notice: DeliveryNotice) {
        switch notice {
        case .outageBegan(let reason, let message):
            var metadata: Logger.Metadata = ["reason": "\(reason.code)"]
            metadata["answer"] = message.map { "\($0)" }
            logger.warning("mixpanel cannot be reached", metadata: metadata)
        case .outageEnded(let duration):
            logger.notice("mixpanel can be reached again", metadata: ["seconds": "\(duration / .seconds(1))"])
        case .ignoredRetryAfter:
            logger.notice("mixpanel asked for a wait that is out of range")
        case .learnedBodyLimit(let bytes):
            logger.notice("mixpanel takes smaller requests only", metadata: ["bytes": "\(bytes)"])
        }
    }
}

extension StopCause {
    /// The program itself wanted the end.
    fileprivate var isAskedFor: Bool {
        switch self {
        case .requested, .cancelled, .deadline: true
        case .credentials, .notTheService, .untrusted, .unexpectedResponses, .everythingTooLarge, .outage,
            .tooManyRejects, .output, .input:
            false
        }
    }
}
