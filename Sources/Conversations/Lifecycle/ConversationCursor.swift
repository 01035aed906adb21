package import Base

/// Where a list by last change goes on: `<milliseconds>.<id>`.
package struct ConversationCursor: Sendable, Hashable, LosslessStringConvertible {
    package let updatedAt: Instant
    package let id: ID<Conversation>

    package init(_ conversation: Conversation) {
        self.updatedAt = conversation.updatedAt
        self.id = conversation.id
    }

    package init?(_ description: String) {
        let parts = description.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(parts[0]),
            let id = ID<Conversation>(String(parts[1]))
        else {
            return nil
        }
        self.updatedAt = Instant(milliseconds: milliseconds)
        self.id = id
    }

    package var description: String { "\(updatedAt.milliseconds).\(id)" }
}
