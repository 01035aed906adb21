package import Base
import People
import Realtime
import Storage

/// What an agent has written in a conversation and not sent.
package struct ReplyDraft: Sendable, Hashable, Encodable {
    /// Whom it is for.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        /// The customer.
        case text
        /// Colleagues.
        case note
        /// Whoever has the conversation, from a supervisor.
        case whisper
    }

    package let conversation: ID<Conversation>
    package let kind: Kind
    /// Empty for one that is there no more.
    package let body: String
    /// Grows with each change.
    package let version: Int
    package let updatedAt: Instant

    package init(
        conversation: ID<Conversation>,
        kind: Kind,
        body: String,
        version: Int,
        updatedAt: Instant
    ) {
        self.conversation = conversation
        self.kind = kind
        self.body = body
        self.version = version
        self.updatedAt = updatedAt
    }

    /// Whether what was sent is this text, or this is an earlier state of it: what was saved last may lag behind.
    func isContained(in sent: String) -> Bool {
        sent.hasPrefix(body.filter { $0 != "\r" }.trimmedForSending)
    }
}

extension String {
    fileprivate var trimmedForSending: Substring {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        return text
    }
}

/// Tells an agent's own desks what was written at one of them.
struct DraftFrame: Encodable {
    private let op = "draft"
    private let draft: ReplyDraft

    private enum CodingKeys: CodingKey {
        case op
    }

    init(_ draft: ReplyDraft) {
        self.draft = draft
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(op, forKey: .op)
        try draft.encode(to: encoder)
    }

    func realtimeEvent(for agent: ID<Agent>) throws -> RealtimeEvent {
        RealtimeEvent(
            topic: InboxBroadcaster.topic(of: agent),
            audience: .agents,
            frame: String(decoding: try WireJSON.encode(self), as: UTF8.self)
        )
    }
}
