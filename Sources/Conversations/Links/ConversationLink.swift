package import Base
package import Storage

/// What another conversation is to one.
package struct ConversationLink: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        case related
        /// This one was closed, the other goes on.
        case mergedInto = "merged_into"
        case mergedFrom = "merged_from"
        /// A part of this one goes on there.
        case splitInto = "split_into"
        case splitFrom = "split_from"

        /// What this one is to the other.
        var reverse: Kind {
            switch self {
            case .related: .related
            case .mergedInto: .mergedFrom
            case .mergedFrom: .mergedInto
            case .splitInto: .splitFrom
            case .splitFrom: .splitInto
            }
        }
    }

    package let other: ID<Conversation>
    package let kind: Kind
}

extension ConversationLink: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(other: try row.get("other_id"), kind: try row.get("kind"))
    }
}

/// What can go wrong about conversations that belong together.
package enum LinkError: DomainError, Hashable {
    /// Two customers' cases are never put together: one would read the other's.
    case otherCustomer
    case itself
    case tooMany(limit: Int)
    case messagesNotThere

    package var problem: Problem {
        switch self {
        case .otherCustomer:
            Problem(
                409,
                "other_customer",
                "The two conversations are of different customers.",
                try: "Link them instead."
            )
        case .itself:
            Problem(422, "same_conversation", "That is the same conversation.", try: "Choose another one.")
        case .tooMany(let limit):
            Problem(422, "too_many_links", "A conversation has \(limit) links at most.")
        case .messagesNotThere:
            Problem(422, "messages_not_there", "None of these messages can be quoted.", try: "Choose texts.")
        }
    }
}

/// Every statement about links.
struct ConversationLinkSQL {
    let db: Connection

    /// What a conversation has to do with others, in the order in which it came about.
    func links(of id: ID<Conversation>) throws(DatabaseError) -> [ConversationLink] {
        try db.all(
            ConversationLink.self,
            """
            SELECT other_id, kind FROM conversation_link WHERE conversation_id = \(id)
            ORDER BY created_at, other_id LIMIT 200
            """
        )
    }

    /// - Returns: Whether it is new.
    func insert(
        _ id: ID<Conversation>,
        _ other: ID<Conversation>,
        _ kind: ConversationLink.Kind,
        at now: Instant
    ) throws(DatabaseError) -> Bool {
        var isNew = false
        for (one, another, kind) in [(id, other, kind), (other, id, kind.reverse)] {
            isNew =
                try db.run(
                    """
                    INSERT INTO conversation_link (conversation_id, other_id, kind, created_at)
                    VALUES (\(one), \(another), \(kind), \(now))
                    ON CONFLICT (conversation_id, other_id, kind) DO NOTHING
                    """
                ) > 0 || isNew
        }
        return isNew
    }

    /// Takes away that two are related; what was merged or split stays so.
    func deleteRelation(_ id: ID<Conversation>, _ other: ID<Conversation>) throws(DatabaseError) -> Bool {
        try db.run(
            """
            DELETE FROM conversation_link WHERE kind = \(ConversationLink.Kind.related)
                AND ((conversation_id = \(id) AND other_id = \(other))
                    OR (conversation_id = \(other) AND other_id = \(id)))
            """
        ) > 0
    }
}

/// A conversation that has to do with another, as the desk shows it beside that.
package struct LinkedConversation: Encodable, Sendable {
    let id: String
    let reference: String
    let subject: String
    let topic: Topic
    let status: Conversation.Status
    let kind: ConversationLink.Kind

    static func all(of id: ID<Conversation>, _ db: Connection) throws(DatabaseError) -> [LinkedConversation] {
        let links = try ConversationLinkSQL(db: db).links(of: id)
        let others = Dictionary(
            try DeskSQL(db: db).conversations(links.map(\.other)).map { ($0.id, $0) }
        ) { first, _ in first }
        return links.compactMap { link in
            others[link.other].map { other in
                LinkedConversation(
                    id: other.id.description,
                    reference: other.reference.rawValue,
                    subject: other.subject,
                    topic: other.topic,
                    status: other.status,
                    kind: link.kind
                )
            }
        }
    }
}
