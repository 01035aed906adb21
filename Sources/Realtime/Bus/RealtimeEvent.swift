/// Something that subscribers of a topic should hear at once.
///
/// It may be lost on the way: a numbered one is found missing by its number and read from the database, the others
/// (typing, presence) are worth nothing later.
package struct RealtimeEvent: Sendable, Hashable, Codable {
    /// The series that a numbered event belongs to.
    package enum Stream: String, Sendable, Hashable, Codable {
        /// The timeline that customers and agents share.
        case messages
        /// What only agents see.
        case notes
    }

    /// A place in a gapless series, 1, 2, 3….
    package struct Position: Sendable, Hashable, Codable {
        package let stream: Stream
        package let number: Int

        package init(_ stream: Stream, _ number: Int) {
            self.stream = stream
            self.number = number
        }
    }

    /// Who may hear it.
    package enum Audience: String, Sendable, Hashable, Codable {
        case everybody
        /// Agents alone.
        case agents
    }

    /// What it is about, such as a conversation's id.
    package let topic: String
    package let audience: Audience
    /// Its place in a series; nil for what is worth nothing later.
    package let position: Position?
    /// Whoever caused it; they alone are told ``clientID``, and typing is not told to them at all.
    package let author: String?
    /// The author's own id of the message.
    package let clientID: String?
    /// Whether the author hears it as well.
    package let includesAuthor: Bool
    /// The frame, a JSON object.
    package let frame: String

    private enum CodingKeys: String, CodingKey {
        case topic, audience, position, author, includesAuthor, frame
        // What `client_id` is read as.
        case clientID = "clientId"
    }

    package init(
        topic: String,
        audience: Audience,
        position: Position? = nil,
        author: String? = nil,
        clientID: String? = nil,
        includesAuthor: Bool = true,
        frame: String
    ) {
        self.topic = topic
        self.audience = audience
        self.position = position
        self.author = author
        self.clientID = clientID
        self.includesAuthor = includesAuthor
        self.frame = frame
    }
}
