package import Base

/// Why a value is not looked at.
package enum VerificationError: DomainError, Hashable {
    case empty
    case tooLong(limit: Int)

    package var problem: Problem {
        switch self {
        case .empty:
            Problem(
                422,
                "value_empty",
                "There is nothing to check.",
                try: "Paste a link, an address, a number or a name.",
                members: ["field": "\"value\""]
            )
        case .tooLong(let limit):
            Problem(
                422,
                "value_too_long",
                "What is checked has \(limit) characters at most.",
                try: "Paste the link, the address or the number alone.",
                members: ["field": "\"value\""]
            )
        }
    }
}
