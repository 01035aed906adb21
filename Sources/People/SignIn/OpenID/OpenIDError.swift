package import Base

/// What can go wrong on the way through the OpenID provider.
package enum OpenIDError: DomainError, Hashable {
    case notSetUp
    /// The way back took too long, was gone twice, or began in another browser.
    case attemptOver
    /// The provider let nobody in, or they gave up.
    case denied
    /// It cannot be reached, or does not answer as a provider does.
    case unavailable
    /// Its description is missing something, or is that of another issuer.
    case descriptionInvalid(String)
    /// It does not take the code, or does not know this client or its secret.
    case codeRefused
    case tokenRefused(IDTokenFlaw)
    /// Nobody here is linked to them, and agents are neither found by e-mail address nor made.
    case accountUnknown
    /// There is an agent of their e-mail address, with whom they may not be linked.
    case addressTaken
    /// An agent cannot be made of them without name or e-mail address.
    case addressMissing
    /// No rule gives them a role.
    case roleUnknown
    case agentInactive

    package var problem: Problem {
        switch self {
        case .notSetUp:
            Problem(
                404,
                "openid_not_set_up",
                "There is no sign-in by OpenID Connect.",
                try: "Sign in with your password."
            )
        case .attemptOver:
            Problem(
                401,
                "openid_attempt_over",
                "This sign-in was begun in another browser, took too long or has ended already.",
                try: "Begin anew."
            )
        case .denied:
            Problem(
                403,
                "openid_denied",
                "The provider did not let you in.",
                try: "Try again, or ask an admin."
            )
        case .unavailable, .descriptionInvalid, .codeRefused, .tokenRefused: providerProblem
        case .accountUnknown, .addressTaken, .addressMissing, .roleUnknown, .agentInactive: personProblem
        }
    }

    private var providerProblem: Problem {
        switch self {
        case .descriptionInvalid(let why):
            Problem(
                422,
                "openid_description_invalid",
                "The provider's description cannot be used: \(why).",
                try: "Check the issuer."
            )
        case .codeRefused:
            Problem(
                401,
                "openid_code_refused",
                "The provider did not confirm the sign-in.",
                try: "Begin anew; an admin checks client and secret."
            )
        case .tokenRefused(let flaw):
            Problem(
                401,
                "openid_token_refused",
                "The provider's token was not accepted: \(flaw.rawValue).",
                try: "Begin anew; tell an admin when it goes on."
            )
        default:
            Problem(
                503,
                "openid_unavailable",
                "The provider cannot be reached.",
                try: "Try again in a minute."
            )
        }
    }

    private var personProblem: Problem {
        switch self {
        case .addressTaken:
            Problem(
                403,
                "openid_address_taken",
                "There is an agent with this e-mail address already, and you are not linked to them.",
                try: "Sign in with your password, or ask an admin."
            )
        case .addressMissing:
            Problem(
                403,
                "openid_address_missing",
                "The provider told no e-mail address and name.",
                try: "Ask an admin."
            )
        case .roleUnknown:
            Problem(403, "openid_role_unknown", "Nobody gave you a role at the desk.", try: "Ask an admin.")
        case .agentInactive:
            Problem(
                403,
                "openid_agent_inactive",
                "Your account at the desk is switched off.",
                try: "Ask an admin."
            )
        default:
            Problem(
                403,
                "openid_account_unknown",
                "There is no account for you at the desk.",
                try: "Ask an admin."
            )
        }
    }
}
