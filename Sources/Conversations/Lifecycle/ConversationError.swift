package import Base

/// What can go wrong about conversations.
package enum ConversationError: DomainError, Hashable {
    /// There is none, or it is somebody else's: which of the two is not said.
    case notFound
    case notAllowed(Conversation.Event, in: Conversation.Status)
    /// Somebody was faster; the current state is told.
    case changedMeanwhile(Conversation.Status)
    /// Somebody else answered while an agent wrote; everything that came is told.
    case answeredMeanwhile([Message])
    case emptyMessage
    case messageTooLong(limit: Int)
    case tooManyAttachments(limit: Int)
    case attachmentNotFound
    case topicUnknown(String)
    case invalid(field: String, String)
    case notRateable

    package var problem: Problem {
        switch self {
        case .notFound:
            Problem(404, "conversation_not_found", "There is no such conversation.", try: "Reload the list.")
        case .notAllowed(_, let status):
            Problem(
                409,
                "not_allowed_now",
                "That is not possible while the conversation is \(status.rawValue).",
                try: status == .closed ? "Start a new conversation." : "Reload to see its present state.",
                members: ["current_status": "\"\(status.rawValue)\""]
            )
        case .changedMeanwhile(let status):
            Problem(
                409,
                "changed_meanwhile",
                "Somebody changed the conversation in the meantime.",
                try: "Look at its present state and decide again.",
                members: ["current_status": "\"\(status.rawValue)\""]
            )
        case .answeredMeanwhile(let news):
            Problem(
                409,
                "answered_meanwhile",
                "Somebody else has answered while you were writing.",
                try:
                    "Read what came, and send again without expected_seq, or with the last one, if it still fits.",
                members: ["messages": Self.json(news)]
            )
        case .emptyMessage:
            Problem(422, "empty_message", "A message needs text or an attachment.")
        case .messageTooLong(let limit):
            Problem(
                422,
                "message_too_long",
                "A message has \(limit) characters at most.",
                try: "Send it in parts."
            )
        case .tooManyAttachments(let limit):
            Problem(422, "too_many_attachments", "A message has \(limit) attachments at most.")
        case .attachmentNotFound:
            Problem(
                422,
                "attachment_not_found",
                "An attachment is not there or not yours.",
                try: "Upload it again."
            )
        case .topicUnknown(let topic):
            Problem(
                422,
                "topic_unknown",
                "There is no topic \(topic).",
                try: "Use one of the configured topics."
            )
        case .invalid(let field, let why):
            .invalid(field: field, why)
        case .notRateable:
            Problem(409, "not_rateable", "A conversation can be rated once it is resolved.")
        }
    }

    private static func json(_ messages: [Message]) -> String {
        // Messages always encode; none keeps the answer well-formed all the same.
        (try? WireJSON.encode(messages.map { MessageView($0, for: nil, nil) })).map {
            String(decoding: $0, as: UTF8.self)
        } ?? "[]"
    }
}
