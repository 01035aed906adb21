package import Base
package import Foundation
package import People

/// One sign of what an agent looks at, told to every node.
package struct Sighting: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case looks, types, wrote
    }

    /// Which connection tells it: an agent may have several.
    package let connection: UUID
    package let agent: Viewer.Person
    /// What it looks at; nil for nothing any more.
    package let conversation: ID<Conversation>?
    package let kind: Kind

    package init(
        connection: UUID,
        agent: Viewer.Person,
        conversation: ID<Conversation>?,
        kind: Kind = .looks
    ) {
        self.connection = connection
        self.agent = agent
        self.conversation = conversation
        self.kind = kind
    }
}

/// An agent who looks at a conversation now.
package struct Viewer: Sendable, Hashable, Encodable {
    package struct Person: Sendable, Hashable, Codable {
        package let id: ID<Agent>
        package let name: String
        package let badge: String

        package init(id: ID<Agent>, name: String, badge: String) {
            self.id = id
            self.name = name
            self.badge = badge
        }

        package init(_ agent: Agent) {
            self.init(id: agent.id, name: agent.name, badge: agent.badge.rawValue)
        }
    }

    package let person: Person
    /// Whether they write to the customer.
    package let isTyping: Bool

    package init(_ person: Person, isTyping: Bool) {
        self.person = person
        self.isTyping = isTyping
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, badge, typing
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(person.id.description, forKey: .id)
        try container.encode(person.name, forKey: .name)
        try container.encode(person.badge, forKey: .badge)
        try container.encode(isTyping, forKey: .typing)
    }
}

/// Who looks at what, as far as one node has heard: pure, told the time.
///
/// Signs may be lost. What is not repeated is forgotten, so a node that missed a farewell is wrong for
/// ``patience`` at most.
package struct ViewingRoll: Sendable {
    /// How long a sign counts.
    package static let patience = Duration.seconds(40)
    /// How long somebody counts as writing after the last sign of it.
    package static let typingPatience = Duration.seconds(6)

    private struct Look: Sendable {
        let person: Viewer.Person
        let conversation: ID<Conversation>
        var seenAt: Instant
        var typedAt: Instant?
    }

    private var looks: [UUID: Look] = [:]

    package init() {}

    /// Hears a sign.
    ///
    /// - Returns: The conversations whose viewers are others now.
    package mutating func hear(_ sighting: Sighting, at now: Instant) -> Set<ID<Conversation>> {
        let before = looks[sighting.connection]
        guard let conversation = sighting.conversation else {
            looks[sighting.connection] = nil
            return before.map { [$0.conversation] } ?? []
        }
        // To write somewhere is to look there; who has written looks at what they looked at.
        if sighting.kind == .wrote, before?.conversation != conversation { return [] }
        var look = Look(person: sighting.agent, conversation: conversation, seenAt: now)
        if sighting.kind == .types {
            look.typedAt = now
        } else if sighting.kind == .looks, before?.conversation == conversation {
            look.typedAt = before?.typedAt
        }
        looks[sighting.connection] = look
        guard let before else { return [conversation] }
        if before.conversation != conversation { return [before.conversation, conversation] }
        let isSame = before.person == look.person && (before.typedAt == nil) == (look.typedAt == nil)
        return isSame ? [] : [conversation]
    }

    /// Forgets what was not repeated.
    ///
    /// - Returns: The conversations whose viewers are others now.
    package mutating func expire(at now: Instant) -> Set<ID<Conversation>> {
        var changed: Set<ID<Conversation>> = []
        for (connection, look) in looks {
            if now - look.seenAt >= Self.patience {
                looks[connection] = nil
                changed.insert(look.conversation)
            } else if let typedAt = look.typedAt, now - typedAt >= Self.typingPatience {
                looks[connection]?.typedAt = nil
                changed.insert(look.conversation)
            }
        }
        return changed
    }

    /// Who looks at a conversation, each person once, by name.
    package func viewers(of conversation: ID<Conversation>) -> [Viewer] {
        let looks = looks.values.filter { $0.conversation == conversation }
        let byPerson = Dictionary(grouping: looks, by: \.person)
        return byPerson.map { person, looks in
            Viewer(person, isTyping: looks.contains { $0.typedAt != nil })
        }.sorted { ($0.person.name, $0.person.id) < ($1.person.name, $1.person.id) }
    }

    /// The conversations that somebody looks at, in order.
    package var conversations: [ID<Conversation>] { Set(looks.values.map(\.conversation)).sorted() }
}
