package import Base

/// Why the server does not go where somebody sent it, or came back with nothing.
package enum OutgoingError: DomainError, Hashable {
    case malformed
    case schemeNotAllowed
    case holdsCredentials
    /// A host that is no plain name and no plain address.
    case hostUnreadable
    /// An address of the host is not of the public internet, and the operator has not listed it.
    case notPublic
    /// No resolver knows the host.
    case hostUnknown
    case unreachable
    case tooSlow
    case answerTooLarge
    /// It points elsewhere: nobody has checked that address.
    case redirected

    package var problem: Problem {
        switch self {
        case .malformed:
            Problem(
                422,
                "address_malformed",
                "This is no address.",
                try: "Write it like https://sso.example.com/path."
            )
        case .schemeNotAllowed:
            Problem(
                422,
                "address_not_secure",
                "The address does not begin with https://.",
                try: "Use https; plain http is for hosts that outgoing.allowed.hosts lists."
            )
        case .holdsCredentials:
            Problem(
                422,
                "address_holds_credentials",
                "The address holds a user name or password.",
                try: "Leave out what stands before the @."
            )
        case .hostUnreadable:
            Problem(
                422,
                "address_host_unreadable",
                "The host is no plain name and no plain address.",
                try: "Write the host's name."
            )
        case .notPublic:
            Problem(
                422,
                "address_not_public",
                "The host is not of the public internet.",
                try: "The operator can list it in outgoing.allowed.hosts."
            )
        case .hostUnknown:
            Problem(
                422,
                "address_host_unknown",
                "No such host is known.",
                try: "Check how its name is written."
            )
        case .unreachable, .tooSlow, .answerTooLarge, .redirected: answerProblem
        }
    }

    private var answerProblem: Problem {
        switch self {
        case .tooSlow:
            Problem(422, "address_too_slow", "The address did not answer in time.", try: "Try again later.")
        case .answerTooLarge:
            Problem(
                422,
                "address_answer_too_large",
                "The address answered with too much.",
                try: "Check the address."
            )
        case .redirected:
            Problem(
                422,
                "address_redirects",
                "The address sends on to another one, which is not followed.",
                try: "Enter the address that it leads to."
            )
        default:
            Problem(
                422,
                "address_unreachable",
                "The address cannot be reached, or its certificate is not accepted.",
                try: "Check the address and the network."
            )
        }
    }
}
