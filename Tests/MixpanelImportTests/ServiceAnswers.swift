import MixpanelImport

/// What the library makes of a response of the service.
func answer(
    _ status: Int,
    _ body: String,
    retryAfter: Duration? = nil,
    isEncoded: Bool = false,
    events: Int,
    insertID: (Int) -> String? = { _ in nil }
) -> Proof {
    ImportResponse(
        status: status,
        retryAfter: retryAfter,
        body: Array(body.utf8),
        isEncoded: isEncoded,
        mask: SecretMask([])
    )
    .answer(events: events, insertID: insertID)
}

/// What it makes of a request that got no response.
func noAnswer(_ reason: Reason, mayBeHeld: Bool) -> Proof {
    Proof(.inconclusive(Failure(reason: reason, mayBeHeld: mayBeHeld)), message: "no answer")
}
