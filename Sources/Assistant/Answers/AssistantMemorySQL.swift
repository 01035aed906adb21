package import Base
import Conversations
package import People
import Safeguard
package import Storage

/// What the assistant remembers of a conversation, as it is stored.
struct StoredMemory: RowDecodable {
    var memory = AssistantMemory()
    /// The customer's message that was answered last.
    var answeredSeq = 0

    init() {}

    init(row: Row) throws(DatabaseError) {
        let owner = KeyOwner(try row.get("conversation_id", as: ID<Conversation>.self))
        let opened = try row.opened("sealed_memory", json: AssistantMemory.self, of: owner, as: .memory)
        self.memory = opened ?? AssistantMemory()
        self.answeredSeq = try row.get("answered_seq")
    }
}

/// Every statement about what the assistant remembers, and the one place where it is sealed and opened.
struct AssistantMemorySQL {
    let db: Connection

    func memory(of id: ID<Conversation>) throws(DatabaseError) -> StoredMemory {
        try db.first(
            StoredMemory.self,
            """
            SELECT conversation_id, sealed_memory, answered_seq FROM assistant_memory WHERE conversation_id = \(id)
            """
        ) ?? StoredMemory()
    }

    func remember(_ memory: AssistantMemory, answered seq: Int, of id: ID<Conversation>) throws(DatabaseError)
    {
        let sealed = try db.seal(json: memory, of: KeyOwner(id), as: .memory)
        try db.run(
            """
            INSERT INTO assistant_memory (conversation_id, memory, sealed_memory, answered_seq)
            VALUES (\(id), '{}', \(sealed), \(seq))
            ON CONFLICT (conversation_id) DO UPDATE SET sealed_memory = excluded.sealed_memory,
                answered_seq = excluded.answered_seq
            WHERE assistant_memory.answered_seq < excluded.answered_seq
            """
        )
    }
}

extension FieldName {
    fileprivate static let memory = FieldName("assistant_memory.sealed_memory")
}

/// What the assistant remembers of customers, as personal records: nothing that their messages do not say.
package struct AssistantRecords: PersonalRecords {
    package init() {}

    package func export(
        _ subject: DataSubject,
        for reader: ExportReader,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws {}

    package func erase(_ subject: DataSubject, at now: Instant, in db: Connection) throws -> ErasureStep {
        let forgotten = try db.run(
            """
            DELETE FROM assistant_memory WHERE conversation_id IN (
                \(Timeline.conversations(of: subject.ids))
            )
            """
        )
        return ErasureStep(erased: [.assistantMemories: forgotten], isDone: true)
    }
}
