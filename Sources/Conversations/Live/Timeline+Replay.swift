import Base
import People
import Realtime
import Storage

extension Timeline {
    /// What somebody who listens has missed, and the state with the last of it, in one transaction with the check that
    /// they may hear it: ten thousand come back at once.
    ///
    /// - `customer`: Whose it must be; nil for an agent, who hears notes as well.
    func replay(
        _ topic: String,
        after head: Head,
        limit: Int,
        tellsState: Bool,
        of customer: ID<Customer>?
    ) async throws -> Replay {
        guard let id = ID<Conversation>(topic) else { throw ConversationError.notFound }
        let (now, linkGuard) = (clock.now, linkGuard)
        return try await database.read { db in
            guard let conversation = try ConversationSQL(db: db).conversation(id),
                customer == nil || conversation.customer == customer
            else { throw ConversationError.notFound }
            let sql = MessageSQL(db: db)
            var entries = try sql.messages(id, after: head.seq, limit: limit)
            if customer == nil { entries += try sql.notes(id, after: head.noteSeq, limit: limit) }
            return try Replay(try entries.map { try $0.realtimeEvent(linkGuard) }, limit: limit) {
                tellsState ? try Self.stateFrames(of: conversation, db, at: now) : []
            }
        }
    }

    /// The frames that tell a conversation's present state: its status, while it waits its place, and how far each side
    /// has read.
    private static func stateFrames(
        of conversation: Conversation,
        _ db: Connection,
        at now: Instant
    ) throws -> [String] {
        let agent = try conversation.agent.flatMap { id throws(DatabaseError) in
            try Agents.agent(id, in: db)
        }
        var frames = [try StatusFrame(conversation, agent: agent).text]
        if let place = try QueuePlace.of(conversation, db, at: now) {
            frames.append(try QueueFrame(conversation.id, place).text)
        }
        let marks = [
            (Author.Kind.customer, conversation.customerReadSeq), (.agent, conversation.agentReadSeq),
        ]
        for (side, seq) in marks where seq > 0 {
            frames.append(try ReadFrame(conversation.id, side, seq: seq).text)
        }
        return frames
    }
}
