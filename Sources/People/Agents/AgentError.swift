package import Base

/// What can go wrong about agents.
package enum AgentError: DomainError, Hashable {
    /// Wrong e-mail address or password; which of them is not said.
    case signInFailed
    case notSignedIn
    case notPermitted(Permission)
    case notFound(ID<Agent>)
    /// Nobody who can sign in has the e-mail address.
    case addressUnknown
    case emailTaken(String)
    /// Nobody changes their own role or switches themselves off.
    case ownAccount
    /// Somebody else was first; with what they made of it.
    case roleChangedMeanwhile(Role)
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .signInFailed:
            Problem(
                401,
                "sign_in_failed",
                "E-mail address or password is wrong.",
                try: "Check both and try again; an admin can set a new password."
            )
        case .notSignedIn:
            Problem(401, "not_signed_in", "There is no agent's session.", try: "Sign in at /desk/sign-in.")
        case .notPermitted(let permission):
            Problem(
                403,
                "not_permitted",
                "Your role does not allow this.",
                try: "Ask an admin for the permission \(permission.rawValue)."
            )
        case .notFound(let id):
            Problem(404, "agent_not_found", "There is no agent \(id).", try: "Reload the list.")
        case .addressUnknown:
            Problem(
                404,
                "agent_not_found",
                "No agent who can sign in has this e-mail address.",
                try: "Check the address."
            )
        case .emailTaken:
            Problem(409, "email_taken", "An agent with this e-mail address exists already.")
        case .ownAccount:
            Problem(
                409,
                "own_account",
                "You cannot change your own role or switch yourself off.",
                try: "Ask another admin."
            )
        case .roleChangedMeanwhile(let role):
            Problem(
                409,
                "agent_changed",
                "Somebody else has made them \(role.rawValue) meanwhile.",
                try: "Reload the list."
            )
        case .invalid(let field, let why):
            .invalid(field: field, why)
        }
    }
}
