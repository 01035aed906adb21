import Base
import Storage

/// Every statement about agents as those see them who manage them.
struct StaffSQL {
    let db: Connection

    func member(_ id: ID<Agent>, at now: Instant) throws(DatabaseError) -> StaffMember? {
        try db.first(
            StaffMember.self,
            "SELECT \(StaffMember.columns(at: now)) FROM agent WHERE agent.id = \(id)"
        )
    }

    /// Everybody whom a filter holds, by name.
    ///
    /// - `last`: Who was told last; nil for the beginning.
    func members(
        _ filter: StaffFilter,
        after last: ID<Agent>?,
        at now: Instant,
        limit: Int
    ) throws(DatabaseError) -> [StaffMember] {
        var conditions: [SQL] = []
        if let isActive = filter.isActive { conditions.append("agent.is_active = \(isActive)") }
        if !filter.words.isEmpty {
            let (typed, lowered) = (SQL.holds(filter.words), SQL.holds(filter.words.lowercased()))
            // SQLite knows the small letters of ASCII alone, so a name is looked for as it was typed as well.
            conditions.append(
                """
                (LOWER(agent.name) \(lowered) OR agent.name \(typed) OR agent.email \(lowered)
                    OR agent.badge = \(filter.words))
                """
            )
        }
        if let last {
            conditions.append(
                """
                (agent.name, agent.id) > (SELECT before.name, before.id FROM agent AS before WHERE before.id = \(last))
                """
            )
        }
        let condition = conditions.isEmpty ? "1 = 1" : conditions.joined(separator: " AND ")
        return try db.all(
            StaffMember.self,
            """
            SELECT \(StaffMember.columns(at: now)) FROM agent WHERE \(condition)
            ORDER BY agent.name, agent.id LIMIT \(limit)
            """
        )
    }
}
