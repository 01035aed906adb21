package import Base
package import Storage

/// Closes a conversation that was resolved a while ago and that nobody came back to.
package struct CloseConversationJob: Job {
    package static let name = "conversation.close"
    /// How long a customer may come back to a resolved conversation.
    package static let delay = Duration.seconds(72 * 3600)

    package let conversation: ID<Conversation>

    /// How the job is done.
    package static func handler(_ timeline: Timeline) -> JobHandler {
        JobHandler(Self.self) { job in try await timeline.closeIfForgotten(job.conversation) }
    }
}

extension Timeline {
    /// Closes a conversation that has been resolved for long enough; any other is left alone.
    package func closeIfForgotten(_ id: ID<Conversation>) async throws {
        try await transaction { work in
            guard var conversation = try ConversationSQL(db: work.db).locked(id),
                conversation.status == .resolved,
                let resolvedAt = conversation.resolvedAt, work.now - resolvedAt >= CloseConversationJob.delay
            else { return }
            let before = conversation
            try work.move(&conversation, .closed)
            try work.append(TimelineEvent(.closed), to: &conversation)
            try work.save(conversation, since: before)
        }
    }
}
