import Base
import People
import Storage

/// What agents see goes on record before it is shown, each thing once an hour for each of them.
extension Timeline {
    /// Somebody reads a conversation.
    func noteSight(of id: ID<Conversation>, by actor: AuditActor) async throws {
        try await noteSight(Deed(.conversationViewed, by: actor, on: AuditSubject("conversation", id)))
    }

    /// Somebody sees who a customer is.
    func noteSight(of details: ConversationDetails, by actor: AuditActor) async throws {
        try await noteSight(
            Deed(
                .customerDetailsViewed,
                by: actor,
                on: AuditSubject("customer", details.customer.id),
                ["conversation": details.conversation.id]
            )
        )
    }

    /// Somebody opens a file that was sent.
    func noteSight(of file: ID<Attachment>, by actor: AuditActor) async throws {
        try await noteSight(Deed(.attachmentOpened, by: actor, on: AuditSubject("attachment", file)))
    }

    private func noteSight(_ deed: Deed) async throws {
        try await AuditTrail(database, clock: clock).recordSight(deed)
    }
}
