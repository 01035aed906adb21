package import Base

/// Why something cannot be a customer's anti-phishing code.
package enum AntiPhishingCodeError: DomainError, Hashable {
    /// Nobody vouches for who this is.
    case notSignedIn
    case wrongLength
    case notVisible
    case looksLikeLink
    /// It would stand in every mail.
    case looksLikePassword

    package var problem: Problem {
        let field = ["field": "\"code\""]
        return switch self {
        case .notSignedIn:
            Problem(
                403,
                "sign_in_needed",
                "A guest has no anti-phishing code.",
                try: "Begin the session with an identity token."
            )
        case .wrongLength:
            Problem(
                422,
                "code_length",
                "The code has 4 to 20 characters.",
                try: "Choose a word or two that only you know.",
                members: field
            )
        case .notVisible:
            Problem(
                422,
                "code_not_visible",
                "Characters that nobody sees stand in the code, or nothing else.",
                try: "Choose letters and digits.",
                members: field
            )
        case .looksLikeLink:
            Problem(
                422,
                "code_looks_like_link",
                "The code reads like a link or an address.",
                try: "Choose a word or two.",
                members: field
            )
        case .looksLikePassword:
            Problem(
                422,
                "code_looks_like_password",
                "The code looks like a password, a PIN or another secret, and it stands in every message.",
                try: "Choose a word or two that opens nothing.",
                members: field
            )
        }
    }
}
