import Base
import Foundation
import People
import Realtime

/// Tells that a conversation's status, its kind or its agent changed (DESIGN §5, `status`).
struct StatusFrame: Encodable {
    private let op = "status"
    private let conversation: String
    private let kind: Conversation.Kind
    private let status: Conversation.Status
    private let progress: Conversation.Progress
    private let assignee: TimelineEvent.Person?

    init(_ conversation: Conversation, agent: Agent?) {
        self.conversation = conversation.id.description
        self.kind = conversation.kind
        self.status = conversation.status
        self.progress = conversation.status.progress
        self.assignee =
            conversation.status.isWithAgent
            ? agent.map { TimelineEvent.Person(name: $0.name, badge: $0.badge.rawValue) } : nil
    }

    private enum CodingKeys: CodingKey {
        case op, conversation, kind, status, progress, assignee
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(op, forKey: .op)
        try container.encode(conversation, forKey: .conversation)
        try container.encode(kind, forKey: .kind)
        try container.encode(status, forKey: .status)
        try container.encode(progress, forKey: .progress)
        try container.encode(assignee, forKey: .assignee)
    }

    var text: String {
        get throws { String(decoding: try WireJSON.encode(self), as: UTF8.self) }
    }

    func realtimeEvent() throws -> RealtimeEvent {
        RealtimeEvent(topic: conversation, audience: .everybody, frame: try text)
    }
}

/// Tells how far somebody has read (DESIGN §5, `read`).
struct ReadFrame: Encodable {
    private let op = "read"
    private let conversation: String
    private let authorType: Author.Kind
    private let seq: Int
    /// Who it was; nil for an agent of whom only the side is known, and for the customer.
    private let name: String?
    private let author: String?

    private enum CodingKeys: CodingKey {
        case op, conversation, authorType, seq, name
    }

    init(_ conversation: ID<Conversation>, _ reader: Author, seq: Int) {
        self.conversation = conversation.description
        self.authorType = reader.type
        self.seq = seq
        self.name = reader.type == .agent ? reader.name : nil
        self.author = reader.id
    }

    /// How far one side has read by now, for whoever begins to hear the conversation.
    init(_ conversation: ID<Conversation>, _ side: Author.Kind, seq: Int) {
        self.conversation = conversation.description
        self.authorType = side
        self.seq = seq
        self.name = nil
        self.author = nil
    }

    var text: String {
        get throws { String(decoding: try WireJSON.encode(self), as: UTF8.self) }
    }

    func realtimeEvent() throws -> RealtimeEvent {
        RealtimeEvent(
            topic: conversation,
            audience: .everybody,
            author: author,
            frame: try text
        )
    }
}

/// Tells that somebody types (DESIGN §5, `typing`).
struct TypingFrame: Encodable {
    private struct Person: Encodable {
        let type: Author.Kind
        let name: String
    }

    private let op = "typing"
    private let conversation: String
    private let author: Person
    private let note: Bool?
    private let authorID: String

    private enum CodingKeys: CodingKey {
        case op, conversation, author, note
    }

    init(_ conversation: String, _ author: Author, isNote: Bool) {
        self.conversation = conversation
        self.author = Person(type: author.type, name: author.name)
        self.note = isNote ? true : nil
        self.authorID = author.id
    }

    func realtimeEvent() throws -> RealtimeEvent {
        RealtimeEvent(
            topic: conversation,
            audience: note == true ? .agents : .everybody,
            author: authorID,
            includesAuthor: false,
            frame: String(decoding: try WireJSON.encode(self), as: UTF8.self)
        )
    }
}

/// Tells a customer their place in the queue (DESIGN §5, `queue`).
struct QueueFrame: Encodable {
    private let op = "queue"
    private let conversation: String
    private let place: QueuePlace

    private enum CodingKeys: CodingKey {
        case op, conversation
    }

    init(_ conversation: ID<Conversation>, _ place: QueuePlace) {
        self.conversation = conversation.description
        self.place = place
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(op, forKey: .op)
        try container.encode(conversation, forKey: .conversation)
        try place.encode(to: encoder)
    }

    var text: String {
        get throws { String(decoding: try WireJSON.encode(self), as: UTF8.self) }
    }
}
