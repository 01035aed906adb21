package import Base
package import Storage

/// Something that agents see or do of a customer's account, which an admin can mark as needing a customer who has
/// proved who they are.
package enum AccountDeed: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
    /// What the exchange signed about the account, and what happened to it.
    case accountView = "account.view"
    /// Contact data as it is.
    case contactReveal = "contact.reveal"
    /// Everything that is kept of somebody, written out.
    case dataExport = "privacy.export"
    /// All of it erased.
    case dataErasure = "privacy.erase"
}

/// Whether a customer has proved who they are where an admin wants it; the room upstairs knows.
package protocol AccountGuard: Sendable {
    /// Looks at a deed, inside a transaction of whoever does it.
    ///
    /// - `place`: The conversation in which it is done; nil for what is done in none.
    func standing(
        of deed: AccountDeed,
        on customer: Customer,
        in place: ID<ConversationPlace>?,
        _ db: Connection
    ) throws -> AccountStanding
}

/// What stands in the way of a deed.
package enum AccountStanding: Sendable, Hashable {
    /// Nobody marked it.
    case open
    /// The customer has proved who they are.
    ///
    /// - `by`: The verification, for the audit trail.
    case proved(by: String)
    /// They have not.
    ///
    /// - `purposes`: What it would do to verify them for, the best first.
    case unproved(purposes: [String])
}

extension AccountGuard {
    /// Lets a deed pass.
    ///
    /// Returns: What proves it, for the audit trail; nil where nothing had to.
    ///
    /// Throws: ``AccountGuardError``.
    @discardableResult
    package func pass(
        _ deed: AccountDeed,
        on customer: Customer,
        in place: ID<ConversationPlace>?,
        _ db: Connection
    ) throws -> String? {
        switch try standing(of: deed, on: customer, in: place, db) {
        case .open: nil
        case .proved(let verification): verification
        case .unproved(let purposes): throw AccountGuardError.verificationRequired(purposes: purposes)
        }
    }
}

/// Why something of an account is not seen or done.
package enum AccountGuardError: DomainError, Hashable {
    case verificationRequired(purposes: [String])

    package var problem: Problem {
        switch self {
        case .verificationRequired(let purposes):
            Problem(
                409,
                "verification_required",
                "The customer has not proved who they are.",
                try:
                    "Ask them to verify in the conversation, for one of \(purposes.joined(separator: ", ")).",
                members: ["purposes": "[\(purposes.map { "\"\($0)\"" }.joined(separator: ","))]"]
            )
        }
    }
}
