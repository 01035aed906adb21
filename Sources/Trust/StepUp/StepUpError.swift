package import Base

/// Why a step-up does not go on.
package enum StepUpError: DomainError, Hashable {
    case notFound
    /// The exchange does not vouch for the customer: there is nothing that could be verified.
    case guest
    case methodUnavailable(StepUp.Method, available: [StepUp.Method])
    case levelNeeded
    case conversationClosed
    /// Nobody can be verified for an account that had this many wrong answers within a day.
    case accountLocked
    case over(StepUp.Status)
    case noCodeSent
    case nothingToSend
    case tooManySends
    case sentJustNow(again: Duration)
    case noCode
    case wrong(attemptsLeft: Int)
    case levelTooLow
    /// The exchange did not answer; it counts for nothing.
    case cannotBeChecked
    case cannotBeSent
    /// The exchange knows no such thing of the account.
    case notSetUp(StepUp.Method)

    package var problem: Problem {
        switch self {
        case .notFound:
            Problem(
                404,
                "verification_not_found",
                "There is no such verification here.",
                try: "Reload the conversation."
            )
        case .guest:
            Problem(
                409,
                "verification_needs_account",
                "The customer is a guest: there is no account to verify.",
                try: "Ask them to sign in at the exchange and to come back from there."
            )
        case .methodUnavailable(let method, let available):
            Problem(
                409,
                "verification_method_unavailable",
                "This server cannot verify by \(method.rawValue).",
                try: available.isEmpty
                    ? "Set accounts.url or smtp.url (docs/integration.md)."
                    : "Use one of \(available.map(\.rawValue).joined(separator: ", "))."
            )
        case .levelNeeded: .invalid(field: "level", "the level that is needed, 1 to 40 characters")
        case .conversationClosed:
            Problem(
                409,
                "verification_conversation_closed",
                "The conversation is closed.",
                try: "Open a new one."
            )
        case .accountLocked:
            Problem(
                409,
                "verification_locked",
                "There were too many wrong answers for this account.",
                try:
                    "It can be verified again tomorrow; until then use the exchange's own way to recover an account."
            )
        case .over(let status): Self.over(status)
        case .noCodeSent:
            Problem(409, "verification_code_not_sent", "No code was sent yet.", try: "Ask for a code first.")
        case .nothingToSend:
            Problem(409, "verification_nothing_to_send", "This verification needs no code that is sent.")
        case .tooManySends:
            Problem(
                429,
                "verification_sent_too_often",
                "No more codes are sent for this verification.",
                try: "Use the last code, or ask the agent to verify you anew."
            )
        case .sentJustNow(let again):
            Problem(
                429,
                "verification_sent_just_now",
                "A code was sent a moment ago.",
                try: "Wait for it to arrive.",
                retryAfter: again
            )
        case .noCode: .invalid(field: "code", "six digits")
        case .wrong(let left):
            Problem(
                422,
                "verification_code_wrong",
                "The code is not right.",
                try: "Look again, and mind that it changes.",
                members: ["attempts_left": String(left)]
            )
        case .levelTooLow:
            Problem(
                422,
                "verification_level_too_low",
                "The exchange has not verified enough about this account.",
                try: "Complete the verification at the exchange, then check again."
            )
        case .cannotBeChecked:
            Problem(
                503,
                "verification_unavailable",
                "This cannot be checked now; it does not count as an attempt.",
                try: "Try again in a minute.",
                retryAfter: .seconds(30)
            )
        case .cannotBeSent:
            Problem(
                503,
                "verification_not_sent",
                "The code could not be sent now.",
                try: "Try again in a minute.",
                retryAfter: .seconds(30)
            )
        case .notSetUp(let method):
            Problem(
                409,
                "verification_not_set_up",
                "The account has no \(method.rawValue) set up.",
                try: "Verify in another way."
            )
        }
    }

    private static func over(_ status: StepUp.Status) -> Problem {
        let status = "\"\(status.rawValue)\""
        return Problem(
            409,
            "verification_over",
            "This verification is over.",
            try: "Ask the agent to verify you anew.",
            members: ["status": status]
        )
    }
}
