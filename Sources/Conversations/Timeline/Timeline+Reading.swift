package import Base
package import People
import Storage

// What is read of a timeline, and how far it was read.
extension Timeline {
    /// Notes how far somebody has read, and tells the other side.
    package func markRead(_ id: ID<Conversation>, upTo seq: Int, by reader: Author) async throws {
        try await transaction { work in
            guard var conversation = try ConversationSQL(db: work.db).locked(id) else { return }
            let seq = min(seq, conversation.lastSeq)
            let isNews =
                reader.type == .customer
                ? seq > conversation.customerReadSeq : seq > conversation.agentReadSeq
            guard isNews else { return }
            let before = conversation
            if reader.type == .customer {
                conversation.customerReadSeq = seq
                try work.noteReading(conversation)
            } else {
                conversation.agentReadSeq = seq
            }
            try ConversationSQL(db: work.db).update(conversation, since: before)
            work.tell(try ReadFrame(conversation.id, reader, seq: seq).realtimeEvent())
            work.tell(InboxBroadcaster.changed(conversation.id))
        }
    }

    /// The conversation of an id, for its own customer.
    package func conversation(_ id: ID<Conversation>, for customer: Customer) async throws -> Conversation {
        try await database.read { db in
            guard let found = try ConversationSQL(db: db).conversation(id), found.customer == customer.id
            else {
                throw ConversationError.notFound
            }
            return found
        }
    }

    /// The conversation of an id, for the desk.
    package func conversation(_ id: ID<Conversation>) async throws -> Conversation {
        try await database.read { db in
            guard let found = try ConversationSQL(db: db).conversation(id) else {
                throw ConversationError.notFound
            }
            return found
        }
    }

    /// Messages after a number, in order; the caller has checked whose they are.
    package func messages(_ id: ID<Conversation>, after seq: Int, limit: Int) async throws -> [Message] {
        try await database.read { db in try MessageSQL(db: db).messages(id, after: seq, limit: limit) }
    }

    /// Notes after a number, in order.
    package func notes(_ id: ID<Conversation>, after seq: Int, limit: Int) async throws -> [Message] {
        try await database.read { db in try MessageSQL(db: db).notes(id, after: seq, limit: limit) }
    }
}
