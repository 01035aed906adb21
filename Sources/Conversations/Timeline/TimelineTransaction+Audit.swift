import Base
import Storage

extension TimelineTransaction {
    /// Records that somebody did something with a conversation, for the audit trail.
    ///
    /// - `actions`: Stable codes, with commas between them.
    func noteChange(
        _ actions: String,
        of conversation: ID<Conversation>,
        by actor: AuditActor
    ) throws(DatabaseError) {
        let subject = AuditSubject("conversation", conversation)
        let changed = Deed(.conversationChanged, by: actor, on: subject, ["actions": actions])
        try AuditTrail.record(changed, at: now, in: db)
    }
}
