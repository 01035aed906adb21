import Base
import Storage

/// Every statement about agents as programs of SCIM see them.
struct ScimSQL {
    let db: Connection

    private static let tables: SQL = """
        agent LEFT JOIN agent_provisioning ON agent_provisioning.agent_id = agent.id
        """

    /// A user; nil for one whom a program has deleted.
    func user(_ id: ID<Agent>) throws(DatabaseError) -> ScimUser? {
        try db.first(
            ScimUser.self,
            """
            SELECT \(ScimUser.columns) FROM \(Self.tables)
            WHERE agent.id = \(id) AND agent_provisioning.deleted_at IS NULL
            """
        )
    }

    /// Users in the order in which they were made.
    ///
    /// - Returns: Those of a page, and how many there are.
    func users(
        _ filter: ScimFilter?,
        after skipped: Int,
        limit: Int
    ) throws(DatabaseError) -> (page: [ScimUser], total: Int) {
        let condition: SQL = "agent_provisioning.deleted_at IS NULL AND \(filter?.condition ?? "1 = 1")"
        let total = try db.value(Int.self, "SELECT COUNT(*) FROM \(Self.tables) WHERE \(condition)") ?? 0
        let page = try db.all(
            ScimUser.self,
            """
            SELECT \(ScimUser.columns) FROM \(Self.tables) WHERE \(condition)
            ORDER BY agent.id LIMIT \(limit) OFFSET \(skipped)
            """
        )
        return (page, total)
    }

    /// Whom a program has deleted and makes again, by user name or e-mail address.
    func deleted(userName: String, email: String) throws(DatabaseError) -> ID<Agent>? {
        try db.value(
            ID<Agent>.self,
            """
            SELECT agent.id FROM \(Self.tables)
            WHERE agent_provisioning.deleted_at IS NOT NULL
                AND (agent.email = \(email) OR agent_provisioning.user_name_key = \(userName.lowercased()))
            ORDER BY agent.id LIMIT 1
            """
        )
    }

    /// Whether a user name is somebody's: as a program calls them, or their e-mail address.
    func isTaken(_ userName: String, besides id: ID<Agent>?) throws(DatabaseError) -> Bool {
        let others: SQL = if let id { "AND agent.id <> \(id)" } else { "" }
        return try db.value(
            Int.self,
            """
            SELECT COUNT(*) FROM \(Self.tables)
            WHERE COALESCE(agent_provisioning.user_name_key, agent.email) = \(userName.lowercased()) \(others)
            """
        ) ?? 0 > 0
    }

    /// Whether an e-mail address is somebody's.
    func isTaken(address email: String, besides id: ID<Agent>?) throws(DatabaseError) -> Bool {
        let others: SQL = if let id { "AND id <> \(id)" } else { "" }
        return try db.value(Int.self, "SELECT COUNT(*) FROM agent WHERE email = \(email) \(others)") ?? 0 > 0
    }

    /// What the program calls an agent.
    func setNames(_ draft: ScimDraft, of id: ID<Agent>) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO agent_provisioning (agent_id, user_name, user_name_key, external_id)
            VALUES (\(id), \(draft.userName), \(draft.userName.lowercased()), \(draft.externalID))
            ON CONFLICT (agent_id) DO UPDATE SET user_name = excluded.user_name,
                user_name_key = excluded.user_name_key, external_id = excluded.external_id, deleted_at = NULL
            """
        )
    }

    /// What the agent is called, and where mail reaches them.
    func setAgent(_ draft: ScimDraft, of id: ID<Agent>, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE agent SET name = \(draft.name.trimmed), email = \(draft.email), updated_at = \(now)
            WHERE id = \(id)
            """
        )
    }

    /// Takes somebody back who was deleted.
    func revive(_ id: ID<Agent>) throws(DatabaseError) {
        try db.run("UPDATE agent_provisioning SET deleted_at = NULL WHERE agent_id = \(id)")
    }

    func setDeleted(_ user: ScimUser, at now: Instant) throws(DatabaseError) {
        try setNames(ScimDraft(user), of: user.agent.id)
        try db.run("UPDATE agent_provisioning SET deleted_at = \(now) WHERE agent_id = \(user.agent.id)")
    }
}
