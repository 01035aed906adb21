import Base
import People
import Storage

/// That a supervisor looked at a conversation without being seen.
struct SilentListening: Sendable, Hashable {
    /// Who comes back within this time still listens: one entry for it.
    static let pause = Duration.seconds(15 * 60)

    let agent: ID<Agent>
    /// Who had the conversation; nil when nobody had it.
    let holder: ID<Agent>?
    let beganAt: Instant
}

extension SilentListening: RowDecodable {
    init(row: Row) throws(DatabaseError) {
        self.init(
            agent: try row.get("agent_id"),
            holder: try row.get("holder_id"),
            beganAt: try row.get("began_at")
        )
    }
}

/// An entry of the record as those read it who may.
struct SilentListeningView: Encodable, Sendable, Hashable {
    struct Person: Encodable, Sendable, Hashable {
        let id: String
        let name: String
        let badge: String

        init(_ agent: Agent) {
            self.id = agent.id.description
            self.name = agent.name
            self.badge = agent.badge.rawValue
        }
    }

    let agent: Person
    /// Who had the conversation then; left out when nobody had it.
    let holder: Person?
    let beganAt: Instant
}

/// Every statement about silent listening.
struct SilentListeningSQL {
    let db: Connection

    /// Writes an entry, unless the same person has a younger one than `pause` of the same conversation.
    ///
    /// - Returns: Whether it was written.
    func insert(_ entry: SilentListening, to conversation: ID<Conversation>) throws(DatabaseError) -> Bool {
        try db.run(
            """
            INSERT INTO silent_listening (conversation_id, agent_id, holder_id, began_at)
            SELECT \(conversation), \(entry.agent), \(entry.holder), \(entry.beganAt)
            WHERE NOT EXISTS (
                SELECT 1 FROM silent_listening WHERE conversation_id = \(conversation)
                AND agent_id = \(entry.agent) AND began_at > \(entry.beganAt - SilentListening.pause)
            )
            """
        ) == 1
    }

    /// The entries of a conversation, the newest first.
    ///
    /// - `limit`: Entries at most.
    func entries(of conversation: ID<Conversation>, limit: Int) throws(DatabaseError) -> [SilentListening] {
        try db.all(
            SilentListening.self,
            """
            SELECT agent_id, holder_id, began_at FROM silent_listening
            WHERE conversation_id = \(conversation) ORDER BY began_at DESC, agent_id LIMIT \(limit)
            """
        )
    }
}
