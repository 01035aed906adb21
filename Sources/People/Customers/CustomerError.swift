package import Base

/// What can go wrong about who a customer is.
package enum CustomerError: DomainError, Hashable {
    /// Why an identity token was not believed.
    package enum Refusal: String, Sendable {
        case malformed, algorithm, signature, claims, audience, expired, replayed
    }

    case identityTokenRefused(Refusal)
    /// No session, or one that is over.
    case notSignedIn
    /// The configured HS256 secret is shorter than 32 bytes.
    case weakIdentitySecret

    package var problem: Problem {
        switch self {
        case .identityTokenRefused(let reason):
            Problem(
                401,
                "identity_token_refused",
                "The identity token was refused: \(reason.rawValue).",
                try: "Ask your server for a new one; docs/integration.md lists the required claims."
            )
        case .notSignedIn:
            Problem(401, "not_signed_in", "There is no session.", try: "Start one with POST /api/v1/session.")
        case .weakIdentitySecret:
            Problem(500, "internal_error", "Something went wrong on our side.", try: "Try again in a moment.")
        }
    }
}
