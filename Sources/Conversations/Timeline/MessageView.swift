import Base
import Foundation
package import Realtime
package import Trust

/// A message as the public API and the realtime frames show it (DESIGN §5).
package struct MessageView: Encodable, Sendable {
    private let op: String?
    private let conversation: String
    private let seq: Int?
    private let noteSeq: Int?
    private let afterSeq: Int?
    private let kind: Message.Kind
    private let author: Author
    private let body: String
    private let masked: [String]?
    private let attachments: [AttachmentView]
    private let createdAt: Instant
    private let clientId: String?
    private let card: Card?
    private let event: TimelineEvent?
    private let links: [GuardedLink]?

    /// - `reader`: Who reads it: the author alone sees the `client_id`; nil shows it to nobody.
    /// - `links`: What is known of the links in it; nil tells nothing of them.
    /// - `op`: The frame's `op`, for realtime.
    package init(_ message: Message, for reader: String?, _ links: LinkGuard?, op: String? = nil) {
        self.op = op
        self.conversation = message.conversation.description
        self.seq = message.isNote ? nil : message.seq
        self.noteSeq = message.isNote ? message.seq : nil
        self.afterSeq = message.afterSeq
        self.kind = message.kind
        self.author = message.author
        self.body = message.body
        self.masked = message.masked.isEmpty ? nil : message.masked
        self.attachments = message.attachments.map(AttachmentView.init)
        self.createdAt = message.createdAt
        self.clientId = reader == message.author.id ? message.clientID?.uuidString.lowercased() : nil
        self.card = message.card
        self.event = message.event
        let found = message.kind == .event ? [] : links?.links(in: message.body) ?? []
        self.links = found.isEmpty ? nil : found
    }
}

extension MessageView {
    /// The JSON of a message of text alone, as the encoder would write it; nil for one with anything more.
    ///
    /// Most are of text alone, and the encoder's way through all members took as long as writing one to the database.
    var plainText: String? {
        guard masked == nil, attachments.isEmpty, clientId == nil, card == nil, event == nil,
            links == nil
        else {
            return nil
        }
        var json = "{"
        if let afterSeq { json += "\"after_seq\":\(afterSeq)," }
        json += "\"attachments\":[],\"author\":{"
        if let badge = author.badge { json += "\"badge\":" + JSONText.quoted(badge) + "," }
        json += "\"id\":" + JSONText.quoted(author.id) + ",\"name\":" + JSONText.quoted(author.name)
        json += ",\"type\":\"" + author.type.rawValue + "\"},\"body\":" + JSONText.quoted(body)
        json += ",\"conversation\":\"" + conversation + "\",\"created_at\":\"" + createdAt.rfc3339
        json += "\",\"kind\":\"" + kind.rawValue + "\""
        if let noteSeq { json += ",\"note_seq\":\(noteSeq)" }
        if let op { json += ",\"op\":\"" + op + "\"" }
        if let seq { json += ",\"seq\":\(seq)" }
        return json + "}"
    }
}

extension Message {
    /// The event that tells subscribers.
    ///
    /// - `links`: What is known of the links in it; nil tells nothing of them.
    package func realtimeEvent(_ links: LinkGuard? = nil) throws -> RealtimeEvent {
        RealtimeEvent(
            topic: conversation.description,
            audience: isNote ? .agents : .everybody,
            position: RealtimeEvent.Position(isNote ? .notes : .messages, seq),
            author: author.id,
            clientID: clientID?.uuidString.lowercased(),
            frame: try frame(links)
        )
    }

    /// What subscribers read.
    private func frame(_ links: LinkGuard?) throws -> String {
        let view = MessageView(self, for: nil, links, op: isNote ? "note" : "message")
        return try view.plainText ?? String(decoding: WireJSON.encode(view), as: UTF8.self)
    }
}
