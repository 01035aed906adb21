import Base
import Safeguard
import Storage

// Where a second person must agree, they open the door once: whoever asked goes through it themselves, so that nobody
// but them sees anything.
extension Reveals {
    /// Showing contact data as it is.
    package static let revealing = "contact.reveal"
    /// For how long after somebody agreed.
    static let grantLife = Duration.seconds(3600)

    /// What is asked for, and of whom.
    struct Wish: Codable, Sendable {
        let customer: ID<Customer>
        let request: Request
    }

    package var approvable: ApprovableAction {
        ApprovableAction(
            Self.revealing,
            needs: .contactReveal,
            standsOn: { (wish: Wish, db) in
                let (_, field) = try Self.field(wish.request.field, of: wish.customer, in: db)
                // Its form alone: what it is stands nowhere but in the customer's own record.
                return ContactMask.masked(field.value, field.kind)
            },
            carryOut: { wish, deed in
                try RevealSQL(db: deed.db).insertGrant(
                    deed.approval,
                    wish,
                    to: deed.requester.id,
                    until: deed.now + Self.grantLife
                )
            }
        )
    }

    /// Shows what somebody agreed to, once.
    ///
    /// - Returns: nil where nobody did.
    func take(
        _ field: String,
        of customer: ID<Customer>,
        in place: ID<ConversationPlace>?,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Seen? {
        let now = now
        return try await database.write { db in
            guard let customer = try Customers.customer(customer, in: db),
                let request = try RevealSQL(db: db).takeGrant(field, of: customer.id, by: agent.id, at: now)
            else { return nil }
            return try reveal(request, of: customer.id, in: place, by: agent, as: actor, at: now, db)
        }
    }

    /// Whom a request concerns, and what the sentence about it names; nobody is asked to agree to what could not be shown.
    ///
    /// Throws: ``RevealError``; ``AccountGuardError``.
    func about(
        _ request: Request,
        of customer: ID<Customer>,
        in place: ID<ConversationPlace>?
    ) async throws -> (customer: Customer, words: [String: String]) {
        try await database.read { db in
            let (customer, field) = try Self.field(request.field, of: customer, in: db)
            try check(customer, in: place, db)
            return (
                customer,
                [
                    "name": customer.profile.name ?? "", "field": field.name,
                    "reason": request.reason.rawValue, "note": request.note,
                ]
            )
        }
    }
}
