package import Base
import People
import Safeguard
import Storage
import Web

/// Asks the exchange about digits that would be hidden as a private key, within limits: a few of a text, and so often for
/// whoever writes it.
///
/// Nothing of what is asked or answered is kept.
package struct KnownTransactions: Sendable {
    /// So many are asked about for one text; what more there is is hidden.
    package static let mostOfText = 4
    /// So many texts of one writer a minute.
    package static let mostPerMinute = 10

    private let directory: any TransactionDirectory
    private let limiter: RateLimiter

    package init(_ directory: any TransactionDirectory, clock: any WallClock) {
        self.directory = directory
        self.limiter = RateLimiter(TokenBucket.Rate(Self.mostPerMinute, per: .seconds(60)), clock: clock)
    }

    /// Which of some transactions are known to an account; none where nobody can or will say.
    func known(
        among possible: [TransactionDigest],
        to account: String,
        writer: String
    ) async -> Set<TransactionDigest> {
        guard !possible.isEmpty else { return [] }
        do {
            try limiter.check(writer)
        } catch {
            return []
        }
        let asked = Array(possible.prefix(Self.mostOfText))
        return await directory.known(among: asked, to: account).intersection(asked)
    }
}

extension Timeline {
    /// Hides what must not be stored of a text, but no transaction that the exchange knows of the customer's account.
    ///
    /// Never in a transaction of the database: somebody far away is asked.
    ///
    /// - `account`: Nil for a guest, about whom the exchange knows nothing.
    /// - `writer`: Whose limit it counts for.
    func mask(_ text: String, knownTo account: String?, writer: String) async -> MaskedText {
        guard let knownTransactions, let account else { return gate.mask(text) }
        let possible = gate.possibleTransactions(in: text)
        let known = await knownTransactions.known(among: possible, to: account, writer: writer)
        return gate.mask(text, knowing: known)
    }

    /// What a customer wrote.
    func prepare(_ draft: Draft, by customer: Customer) async throws(ConversationError) -> Prepared {
        let draft = try checked(draft)
        let writer = customer.id.description
        return prepared(draft, await mask(draft.body, knownTo: customer.uid, writer: writer))
    }

    /// What an agent wrote, who may quote a transaction of the customer's.
    func prepare(_ draft: Draft, for id: ID<Conversation>, by agent: Agent) async throws -> Prepared {
        let draft = try checked(draft)
        guard knownTransactions != nil, !gate.possibleTransactions(in: draft.body).isEmpty else {
            return prepared(draft, gate.mask(draft.body))
        }
        let account = try await database.read { db in
            try ConversationSQL(db: db).conversation(id).flatMap { conversation in
                try Customers.customer(conversation.customer, in: db)?.uid
            }
        }
        let writer = agent.id.description
        return prepared(draft, await mask(draft.body, knownTo: account, writer: writer))
    }
}
