package import Base

/// Why contact data stays masked.
package enum RevealError: DomainError, Hashable {
    case customerNotFound
    /// The customer has no such field, or it is not masked.
    case fieldNotMasked(known: [String])
    /// `other` says nothing by itself.
    case noteMissing
    case noteTooLong
    case tooMany(retryAfter: Duration)

    package var problem: Problem {
        switch self {
        case .customerNotFound:
            Problem(404, "customer_not_found", "There is no such customer.", try: "Reload the conversation.")
        case .fieldNotMasked(let known):
            Problem(
                404,
                "contact_field_not_found",
                "Nothing of this customer is masked under this name.",
                try: known.isEmpty
                    ? "Nothing of them is masked." : "Use one of \(known.joined(separator: ", "))."
            )
        case .noteMissing: .invalid(field: "note", "say why, where no reason of the list does")
        case .noteTooLong: .invalid(field: "note", "\(Reveal.longestNote) characters at most")
        case .tooMany(let wait):
            Problem(
                429,
                "too_many_reveals",
                "You have revealed contact data \(Reveal.mostAnHour) times within an hour.",
                try: "Wait, or ask a colleague.",
                retryAfter: wait
            )
        }
    }
}
