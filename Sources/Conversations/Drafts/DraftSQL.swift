import Base
import People
import Storage

/// Every statement about drafts.
struct DraftSQL {
    private static let columns: SQL = "conversation_id, kind, body, version, updated_at"

    let db: Connection

    /// An agent's drafts, the last changed first.
    ///
    /// - Complexity: a range scan of `draft_by_agent`.
    func drafts(of agent: ID<Agent>, limit: Int) throws(DatabaseError) -> [ReplyDraft] {
        try db.all(
            ReplyDraft.self,
            """
            SELECT \(Self.columns) FROM draft WHERE agent_id = \(agent) ORDER BY updated_at DESC LIMIT \(limit)
            """
        )
    }

    func draft(
        of agent: ID<Agent>,
        _ conversation: ID<Conversation>,
        _ kind: ReplyDraft.Kind
    ) throws(DatabaseError) -> ReplyDraft? {
        try db.first(
            ReplyDraft.self,
            """
            SELECT \(Self.columns) FROM draft
            WHERE agent_id = \(agent) AND conversation_id = \(conversation) AND kind = \(kind)
            """
        )
    }

    /// Writes a draft over the version before it; over nothing whatever its version.
    ///
    /// - Returns: Whether it was written; false when another version is there.
    func write(_ draft: ReplyDraft, of agent: ID<Agent>) throws(DatabaseError) -> Bool {
        let written = try db.run(
            """
            INSERT INTO draft (agent_id, conversation_id, kind, body, version, updated_at)
            VALUES (\(agent), \(draft.conversation), \(draft.kind), \(draft.body), \(draft.version),
                \(draft.updatedAt))
            ON CONFLICT (agent_id, conversation_id, kind) DO UPDATE SET body = excluded.body,
                version = excluded.version, updated_at = excluded.updated_at
            WHERE draft.version = excluded.version - 1
            """
        )
        return written > 0
    }

    /// - Returns: Whether there was one of that version.
    func delete(_ draft: ReplyDraft, of agent: ID<Agent>) throws(DatabaseError) -> Bool {
        let deleted = try db.run(
            """
            DELETE FROM draft WHERE agent_id = \(agent) AND conversation_id = \(draft.conversation)
                AND kind = \(draft.kind) AND version = \(draft.version)
            """
        )
        return deleted > 0
    }
}
