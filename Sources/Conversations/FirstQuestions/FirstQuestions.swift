package import Base
package import People
package import Storage

/// Conversations as far as how they began and who answered: what is counted without being shown to anybody.
package struct FirstQuestions: Sendable {
    private let database: any Database

    package init(_ database: any Database) {
        self.database = database
    }

    /// Some conversations, the newest first; without those whose words were erased.
    ///
    /// - Parameters:
    ///   - moment: Those begun since then.
    ///   - last: The last of the page before; nil for the newest.
    ///   - limit: At most.
    /// - Returns: 0...`limit`; fewer at the end.
    /// - Throws: `DatabaseError`.
    package func page(
        since moment: Instant,
        after last: ID<Conversation>?,
        limit: Int
    ) async throws -> [ConversationBeginning] {
        try await database.read { db in
            let sql = FirstQuestionsSQL(db: db)
            let conversations = try sql.conversations(since: moment, after: last, limit: limit)
            let messages = Dictionary(
                grouping: try sql.messages(of: conversations.map(\.id)),
                by: \.conversation
            )
            return try conversations.map { conversation in
                ConversationBeginning(
                    conversation,
                    messages[conversation.id] ?? [],
                    isVerified: try Customers.customer(conversation.customer, in: db)?.isVerified ?? false
                )
            }
        }
    }
}

/// How a conversation began, and who answered.
package struct ConversationBeginning: Sendable {
    /// Who answered.
    package enum Answerer: Sendable, Hashable {
        /// The assistant, with an article; no person was asked for.
        case assistant
        /// A person, or it waits for one.
        case person
        case nobody
    }

    package let id: ID<Conversation>
    package let customer: ID<Customer>
    package let isVerified: Bool
    package let locale: LocaleCode
    package let createdAt: Instant
    /// What it is called, where the customer called it something.
    package let subject: String
    /// What the customer wrote at first, in order; without texts in which a secret was hidden.
    package let texts: [String]
    package let answerer: Answerer

    /// - `messages`: What the customer wrote, and the assistant's cards, in order.
    init(_ conversation: Conversation, _ messages: [Message], isVerified: Bool) {
        self.id = conversation.id
        self.customer = conversation.customer
        self.isVerified = isVerified
        self.locale = conversation.locale
        self.createdAt = conversation.createdAt
        let written = messages.filter { $0.author.type == .customer && $0.masked.isEmpty }.map(\.body)
            .filter { !$0.allSatisfy(\.isWhitespace) }
        let isNamed = !messages.contains { Conversation.subject(from: $0.body) == conversation.subject }
        self.subject = isNamed ? conversation.subject : ""
        self.texts = written
        let cards = messages.filter { $0.author.type == .assistant }.compactMap(\.card)
        if conversation.queue != nil || conversation.agent != nil {
            self.answerer = .person
        } else {
            self.answerer = cards.last?.type == .answer ? .assistant : .nobody
        }
    }
}

/// The statements about how conversations began.
private struct FirstQuestionsSQL {
    /// Entries of a timeline that are read.
    private static let reach = 30

    let db: Connection

    /// - Complexity: one stretch of the primary key, which is in the order in which they were begun.
    func conversations(
        since moment: Instant,
        after last: ID<Conversation>?,
        limit: Int
    ) throws(DatabaseError) -> [Conversation] {
        let place: SQL = last.map { "AND id < \($0)" } ?? ""
        return try db.all(
            Conversation.self,
            """
            SELECT \(Conversation.columns) FROM conversation
            WHERE id >= \(ID<Conversation>.first(at: moment)) \(place) AND erased_at IS NULL
            ORDER BY id DESC LIMIT \(limit)
            """
        )
    }

    /// - Complexity: ``reach`` entries of each.
    func messages(of conversations: [ID<Conversation>]) throws(DatabaseError) -> [Message] {
        guard !conversations.isEmpty else { return [] }
        return try db.all(
            Message.self,
            """
            SELECT \(Message.columns), NULL AS after_seq FROM message
            WHERE conversation_id IN (\(list: conversations)) AND seq <= \(Self.reach) AND (
                author_type = \(Author.Kind.customer) AND kind <> \(Message.Kind.event)
                OR author_type = \(Author.Kind.assistant) AND kind = \(Message.Kind.card)
            )
            ORDER BY conversation_id, seq
            """
        )
    }
}
