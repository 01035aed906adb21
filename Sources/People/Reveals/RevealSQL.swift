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
