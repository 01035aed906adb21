package import Base
import Foundation
import People
import Realtime
import Safeguard
package import Storage

/// What the assistant does.
extension Timeline {
    /// What the assistant does after its message.
    package enum AssistantMove: Sendable, Hashable {
        case stay
        /// Hands the conversation over to a person.
        case handOver
        /// The customer was helped.
        case resolve
    }

    /// The assistant answers the message `seq`, once, and only while the conversation is its own and the customer has
    /// not written again: it never talks over a person.
    ///
    /// - `noting`: What is written in the same transaction, if it was its turn.
    ///
    /// Returns: nil when it was not its turn any more.
    @discardableResult
    package func answer(
        _ id: ID<Conversation>,
        inReplyTo seq: Int,
        with draft: Draft,
        then move: AssistantMove = .stay,
        noting note: @escaping @Sendable (Connection) throws -> Void = { _ in }
    ) async throws -> Message? {
        try await transaction { work in
            guard var conversation = try ConversationSQL(db: work.db).locked(id),
                conversation.status == .assistant,
                try isUnanswered(seq, in: conversation, work.db)
            else { return nil }
            let before = conversation
            let entry = TimelineTransaction.Entry(
                kind: draft.card == nil ? .text : .card,
                author: .assistant,
                body: draft.body,
                card: draft.card
            )
            let message = try work.append(entry, to: &conversation)
            switch move {
            case .stay: break
            case .handOver: try work.requestPerson(for: &conversation)
            case .resolve:
                try work.move(&conversation, .resolved)
                try work.append(TimelineEvent(.resolved), to: &conversation)
            }
            try work.save(conversation, since: before)
            try note(work.db)
            return message
        }
    }

    /// Whether nothing but events follows the customer's message `seq`.
    private func isUnanswered(_ seq: Int, in conversation: Conversation, _ db: Connection) throws -> Bool {
        try MessageSQL(db: db).messages(conversation.id, after: seq, limit: 50).allSatisfy {
            $0.kind == .event
        }
    }
}
