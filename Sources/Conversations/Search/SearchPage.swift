package import Base
import Retrieval

/// Where a search goes on: the id of an entry of the index; what follows is older.
package struct SearchCursor: Sendable, Hashable, LosslessStringConvertible {
    let id: Int64

    init(id: Int64) {
        self.id = id
    }

    package init?(_ description: String) {
        guard let id = Int64(description), id >= 0 else { return nil }
        self.id = id
    }

    package var description: String { String(id) }
}

/// One page of what was found.
package struct SearchPage: Sendable {
    package let conversations: [FoundConversation]
    package let next: SearchCursor?
    /// Words that were not looked for, because nearly every text has them.
    package let passedOver: [String]
}

/// A conversation in which something was found.
package struct FoundConversation: Encodable, Sendable {
    package let conversation: InboxRow
    /// The latest, three at most; none where the conversation was named by its reference.
    package let hits: [FoundMessage]
    /// How many entries have the words.
    package let hitCount: Int
}

/// A message, note or subject in which something was found.
package struct FoundMessage: Encodable, Sendable {
    struct Piece: Encodable {
        let text: String
        let match: Bool
    }

    struct Writer: Encodable {
        let type: Author.Kind
        let name: String
    }

    /// Of the message; 0 for the conversation's subject, nil for a note.
    package let seq: Int?
    /// Of the note; nil for a message.
    package let noteSeq: Int?
    let author: Writer?
    package let createdAt: Instant
    /// One line; joined it is the text.
    let snippet: [Piece]

    init(_ text: FoundText, _ passage: Passage) {
        self.seq = text.isNote ? nil : text.seq
        self.noteSeq = text.isNote ? text.seq : nil
        self.author = text.author.map { Writer(type: $0.type, name: $0.name) }
        self.createdAt = text.createdAt
        self.snippet = passage.pieces.map { Piece(text: $0.text, match: $0.isMatch) }
    }

    /// The snippet with what was found in brackets: for logs of tests.
    package var marked: String {
        snippet.map { $0.match ? "[\($0.text)]" : $0.text }.joined()
    }
}

/// What was found in one conversation.
struct FoundHits: Sendable {
    let conversation: ID<Conversation>
    let hits: [FoundMessage]
    let count: Int
}

/// A text that the index named, as it stands now.
struct FoundText {
    let seq: Int
    let isNote: Bool
    let author: Author?
    let text: String
    let createdAt: Instant

    init(_ message: Message) {
        self.seq = message.seq
        self.isNote = message.isNote
        self.author = message.author
        self.text = message.body
        self.createdAt = message.createdAt
    }

    init(subjectOf conversation: Conversation) {
        self.seq = 0
        self.isNote = false
        self.author = nil
        self.text = conversation.subject
        self.createdAt = conversation.createdAt
    }
}
