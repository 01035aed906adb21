import Base
import Safeguard
import Storage

/// Every statement about who saw contact data.
struct RevealSQL {
    let db: Connection

    /// Nobody else counts this agent's until the transaction ends.
    func hold(_ agent: ID<Agent>) throws(DatabaseError) {
        try db.run("UPDATE agent SET updated_at = updated_at WHERE id = \(agent)")
    }

    /// When an agent's latest were, the oldest first.
    ///
    /// - Complexity: one range scan of `contact_reveal_by_agent`, `limit` rows at most.
    func times(of agent: ID<Agent>, since moment: Instant, limit: Int) throws(DatabaseError) -> [Instant] {
        try db.values(
            Instant.self,
            """
            SELECT happened_at FROM contact_reveal WHERE agent_id = \(agent) AND happened_at > \(moment)
            ORDER BY happened_at DESC LIMIT \(limit)
            """
        ).reversed()
    }

    func insert(_ reveal: Reveal) throws {
        let note: [UInt8]? =
            reveal.note.isEmpty
            ? nil : try db.seal(reveal.note, of: KeyOwner(reveal.customer), as: .note(reveal.id))
        try db.run(
            """
            INSERT INTO contact_reveal (id, customer_id, agent_id, field, kind, reason, sealed_note, happened_at)
            VALUES (\(reveal.id), \(reveal.customer), \(reveal.agent), \(reveal.field), \(reveal.kind),
                \(reveal.reason), \(note), \(reveal.happenedAt))
            """
        )
    }

    /// - `approval`: Whose id it has, too.
    func insertGrant(
        _ approval: ID<Approval>,
        _ wish: Reveals.Wish,
        to agent: ID<Agent>,
        until expiry: Instant
    ) throws {
        let request = wish.request
        let note = try db.seal(request.note, of: KeyOwner(wish.customer), as: .grant(approval))
        try db.run(
            """
            INSERT INTO contact_grant (id, customer_id, agent_id, field, reason, sealed_note, expires_at)
            VALUES (\(approval), \(wish.customer), \(agent), \(request.field), \(request.reason), \(note),
                \(expiry))
            """
        )
    }

    /// Uses up what somebody agreed to; nil where nobody did.
    func takeGrant(
        _ field: String,
        of customer: ID<Customer>,
        by agent: ID<Agent>,
        at now: Instant
    ) throws -> Reveals.Request? {
        let rows = try db.rows(
            """
            DELETE FROM contact_grant WHERE id = (
                SELECT id FROM contact_grant WHERE agent_id = \(agent) AND customer_id = \(customer)
                AND field = \(field) AND expires_at > \(now) ORDER BY id LIMIT 1
            ) RETURNING id, reason, sealed_note
            """
        )
        guard let row = rows.first else { return nil }
        let id: ID<Approval> = try row.get("id")
        return Reveals.Request(
            field: field,
            reason: try row.get("reason"),
            note: try row.opened("sealed_note", of: KeyOwner(customer), as: .grant(id)) ?? ""
        )
    }

    func count(of customers: [ID<Customer>]) throws(DatabaseError) -> Int {
        try db.value(
            Int.self,
            "SELECT COUNT(*) FROM contact_reveal WHERE customer_id IN (\(list: customers))"
        ) ?? 0
    }

    /// Those of a customer, or of everybody, the newest first.
    ///
    /// - Complexity: one range scan of `contact_reveal_by_customer` or of the primary key.
    func reveals(
        of customer: ID<Customer>?,
        before: ID<Reveal>? = nil,
        limit: Int
    ) throws(DatabaseError) -> [Reveal] {
        let whose: SQL = if let customer { "customer_id = \(customer)" } else { "1 = 1" }
        let place: SQL = if let before { "AND id < \(before)" } else { "" }
        return try db.all(
            Reveal.self,
            """
            SELECT id, customer_id, agent_id, field, kind, reason, sealed_note, happened_at FROM contact_reveal
            WHERE \(whose) \(place) ORDER BY id DESC LIMIT \(limit)
            """
        )
    }
}

extension FieldName {
    fileprivate static func grant(_ approval: ID<Approval>) -> FieldName {
        FieldName("contact_grant.sealed_note", row: approval.bytes)
    }

    fileprivate static func note(_ reveal: ID<Reveal>) -> FieldName {
        FieldName("contact_reveal.sealed_note", row: reveal.bytes)
    }
}

extension Reveal: RowDecodable {
    init(row: Row) throws(DatabaseError) {
        let id: ID<Reveal> = try row.get("id")
        let customer: ID<Customer> = try row.get("customer_id")
        self.init(
            id: id,
            customer: customer,
            agent: try row.get("agent_id"),
            field: try row.get("field"),
            kind: try row.get("kind"),
            reason: try row.get("reason"),
            note: try row.opened("sealed_note", of: KeyOwner(customer), as: .note(id)) ?? "",
            happenedAt: try row.get("happened_at")
        )
    }
}
