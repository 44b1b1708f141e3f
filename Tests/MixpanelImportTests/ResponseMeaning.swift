import MixpanelImport
import Testing

/// What an answer proves for a request with three events, whose ids are "a", "b" and "c".
func meaning(_ status: Int, _ body: String, isEncoded: Bool = false) -> Proof.Meaning {
    answer(status, body, isEncoded: isEncoded, events: 3) { ["a", "b", "c"][$0] }.meaning
}

/// The same for an answer that began before the request was out.
func early(_ status: Int, _ body: String) -> Proof {
    ImportResponse(status: status, body: Array(body.utf8), isEarly: true, mask: SecretMask([])).answer(events: 3) { _ in
        nil
    }
}

func provesNothing(_ meaning: Proof.Meaning) -> Bool {
    guard case .inconclusive(let failure) = meaning else { return false }
    return failure.reason == .badAnswer && failure.mayBeHeld
}

/// Place, field and message of each judgement; nil where there are none to believe.
func judged(_ meaning: Proof.Meaning) -> [String]? {
    guard case .judged(let judgements) = meaning else { return nil }
    return judgements.map { "\($0.index) \($0.field ?? "-") \($0.message ?? "-")" }
}

/// The answer says neither which events are at fault nor that all were taken.
func isUseless(_ meaning: Proof.Meaning) -> Bool {
    switch meaning {
    case .refused(isCertain: false), .miscounted: true
    default: false
    }
}
