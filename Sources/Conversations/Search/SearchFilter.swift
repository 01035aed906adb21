package import Base
package import People

/// Which conversations are looked through.
package struct SearchFilter: Sendable, Hashable {
    /// Who has them.
    package enum Holder: Sendable, Hashable {
        case anybody, nobody
        case agent(ID<Agent>)
    }

    /// What was written from this moment on.
    package var from: Instant?
    /// What was written before this moment.
    package var to: Instant?
    package var agent = Holder.anybody
    package var topic: Topic?
    /// Any of these; none for all.
    package var status: [Conversation.Status] = []
    package var channel: String?

    package init() {}
}

/// What can be wrong with a search.
package enum SearchError: DomainError, Hashable {
    case tooLong(limit: Int)
    case dateUnreadable(String)

    package var problem: Problem {
        switch self {
        case .tooLong(let limit):
            Problem(
                422,
                "search_too_long",
                "A search has \(limit) characters at most.",
                try: "Look for fewer words."
            )
        case .dateUnreadable(let field):
            Problem(
                422,
                "invalid_parameter",
                "\(field) must be a day or a time.",
                try: "Write 2026-11-25 or 2026-11-25T08:00:00Z."
            )
        }
    }
}
