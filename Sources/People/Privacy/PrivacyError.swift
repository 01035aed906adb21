package import Base

/// What can go wrong with somebody's data.
package enum PrivacyError: DomainError, Hashable {
    case customerNotFound
    case erasureNotFound
    case alreadyErased(ID<Erasure>)
    case notConfirmed
    case invalidReference

    package var problem: Problem {
        switch self {
        case .customerNotFound:
            Problem(
                404,
                "customer_not_found",
                "There is no such customer.",
                try:
                    "Look for the exchange's id of the customer, ours (cus_…), or a conversation's reference."
            )
        case .erasureNotFound: Problem(404, "erasure_not_found", "There is no such erasure.")
        case .alreadyErased(let id):
            Problem(
                409,
                "already_erased",
                "What is kept of this customer was erased, or is being erased.",
                try: "GET /api/v1/admin/privacy/erasures/\(id) says what became of it."
            )
        case .notConfirmed:
            Problem(
                422,
                "not_confirmed",
                "The confirmation does not name this customer.",
                try: "Give the customer's id as confirm: what is erased cannot be brought back."
            )
        case .invalidReference:
            .invalid(field: "reference", "\(Erasure.longestReference) characters at most")
        }
    }
}
