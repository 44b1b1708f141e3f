import MixpanelImport

/// Why nothing gets through.
struct OutageCause {
    var reason: Reason
    /// The service's own words.
    var message: String?

    /// `http_503: upstream connect error`
    var sentence: String { reason.code + (message.map { ": \($0)" } ?? "") }
}
