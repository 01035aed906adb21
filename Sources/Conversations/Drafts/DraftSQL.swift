import Base
import People
import Safeguard
package import Storage

/// Every statement about drafts.
struct DraftSQL {
    private static let columns: SQL =
        "agent_id, conversation_id, kind, body, sealed_body, version, updated_at"

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
        let owner = KeyOwner(draft.conversation)
        let sealed =
            try draft.body.isEmpty ? nil : db.seal(draft.body, of: owner, as: .draft(of: agent, draft.kind))
        let written = try db.run(
            """
            INSERT INTO draft (agent_id, conversation_id, kind, body, sealed_body, version, updated_at)
            VALUES (\(agent), \(draft.conversation), \(draft.kind), '', \(sealed), \(draft.version),
                \(draft.updatedAt))
            ON CONFLICT (agent_id, conversation_id, kind) DO UPDATE SET body = '', sealed_body = excluded.sealed_body,
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

extension FieldName {
    static func draft(of agent: ID<Agent>, _ kind: ReplyDraft.Kind) -> FieldName {
        FieldName("draft.sealed_body", row: agent.bytes + Array(kind.rawValue.utf8))
    }
}

extension ReplyDraft: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        let conversation: ID<Conversation> = try row.get("conversation_id")
        let kind: Kind = try row.get("kind")
        // What was written before anything was sealed stands in the column of then.
        let plain: String = try row.get("body")
        let field = FieldName.draft(of: try row.get("agent_id"), kind)
        self.init(
            conversation: conversation,
            kind: kind,
            body: try row.opened("sealed_body", of: KeyOwner(conversation), as: field) ?? plain,
            version: try row.get("version"),
            updatedAt: try row.get("updated_at")
        )
    }
}
