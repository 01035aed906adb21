package import Base
package import People
import Retrieval
package import Storage

/// What agents see of the conversations: lists, counts, the customer beside a case.
package struct Desk: Sendable {
    private let database: any Database
    private let key: MessageIndexKey
    private let accountGuard: (any AccountGuard)?

    /// - `accountGuard`: Nil where no customer ever has to prove who they are.
    package init(_ database: any Database, accountGuard: (any AccountGuard)? = nil) {
        self.database = database
        self.accountGuard = accountGuard
        self.key = MessageIndexKey(database)
    }

    /// One page of a view.
    ///
    /// - `limit`: 1...100.
    package func list(
        _ view: InboxView,
        for agent: ID<Agent>,
        _ filter: InboxFilter,
        after: ConversationCursor?,
        limit: Int
    ) async throws -> (rows: [InboxRow], next: ConversationCursor?) {
        let words = try await words(of: filter)
        return try await database.read { db in
            let found = try DeskSQL(db: db, words: words).conversations(
                view,
                of: agent,
                filter,
                after: after,
                limit: limit + 1
            )
            let page = Array(found.prefix(limit))
            return (try rows(page, db), found.count > limit ? page.last.map(ConversationCursor.init) : nil)
        }
    }

    /// What the index is asked for a filter's text; nil where it has no words.
    private func words(of filter: InboxFilter) async throws -> MessageTokenQuery? {
        guard let text = filter.text else { return nil }
        let question = TextQuestion(text)
        return question.isEmpty ? nil : try await key.tokens().query(question)
    }

    /// The rows of some conversations, in no order.
    func rows(of ids: [ID<Conversation>]) async throws -> [InboxRow] {
        guard !ids.isEmpty else { return [] }
        return try await database.read { db in try rows(try DeskSQL(db: db).conversations(ids), db) }
    }

    /// Inside a transaction of the caller: the rows of some conversations in their order.
    func rows(of ids: [ID<Conversation>], in db: Connection) throws(DatabaseError) -> [InboxRow] {
        let found = Dictionary(try DeskSQL(db: db).conversations(ids).map { ($0.id, $0) }) { first, _ in first
        }
        return try rows(ids.compactMap { found[$0] }, db)
    }

    private func rows(_ conversations: [Conversation], _ db: Connection) throws(DatabaseError) -> [InboxRow] {
        let customers = Dictionary(
            try Customers.customers(Array(Set(conversations.map(\.customer))), in: db).map { ($0.id, $0) }
        ) { first, _ in first }
        let tags = try TagSQL(db: db).tags(of: conversations.map(\.id))
        let unread = try MessageSQL(db: db).unreadByAgents(in: conversations)
        let agents = Dictionary(try Agents.activeAgents(in: db).map { ($0.id, $0) }) { first, _ in first }
        let isQueued = conversations.contains { $0.queue != nil }
        let queues = Dictionary((isQueued ? try QueueSQL(db: db).active() : []).map { ($0.id, $0) }) {
            first,
            _ in first
        }
        return conversations.map { conversation in
            InboxRow(
                conversation,
                customer: customers[conversation.customer],
                agent: conversation.agent.flatMap { agents[$0] },
                queue: conversation.queue.flatMap { queues[$0] },
                tags: tags[conversation.id] ?? [],
                unread: unread[conversation.id] ?? 0
            )
        }
    }

    /// The counts of one agent's views.
    package func counts(for agent: ID<Agent>) async throws -> InboxCounts {
        try await counts().counts(for: agent)
    }

    func counts() async throws -> InboxTotals {
        InboxTotals(try await database.read { db in try InboxTallySQL(db: db).totals() })
    }

    /// How many open conversations each agent has.
    package func loads() async throws -> [ID<Agent>: Int] {
        let loads = try await database.read { db in try AgentLoadSQL(db: db).loads() }
        return Dictionary(loads.map { ($0.agent, $0.open) }) { first, _ in first }
    }

    /// A conversation and its customer, for the panes beside the timeline.
    ///
    /// - `role`: What the reader is there for; the record of silent listening is not for everybody.
    package func details(of id: ID<Conversation>, for role: Role = .agent) async throws -> ConversationDetails
    {
        try await database.read { db in
            guard let conversation = try ConversationSQL(db: db).conversation(id),
                let row = try rows([conversation], db).first,
                let customer = try Customers.customer(conversation.customer, in: db)
            else { throw ConversationError.notFound }
            let past = try ConversationSQL(db: db).conversations(of: customer.id, after: nil, limit: 11)
            let fields = try CustomFieldSQL(db: db).values(of: id)
            let links = try LinkedConversation.all(of: id, db)
            let visit = try VisitSQL(db: db).visit(of: id)
            let seesListening = Permission.listeningRead.isGranted(to: role)
            let seesReveals = Permission.revealsRead.isGranted(to: role)
            return ConversationDetails(
                row,
                customer,
                standing: try standing(of: customer, in: id, db),
                past: past.filter { $0.id != id },
                fields: fields,
                links: links,
                visit: visit,
                listening: seesListening ? try SilentListeningView.all(of: id, db) : nil,
                reveals: seesReveals ? try Reveals.latest(of: customer.id, limit: 20, in: db) : nil
            )
        }
    }
}

extension Desk {
    /// Whether what the exchange signed about an account may be seen in a conversation.
    private func standing(
        of customer: Customer,
        in id: ID<Conversation>,
        _ db: Connection
    ) throws -> AccountStanding {
        let place = ID<ConversationPlace>(bytes: id.bytes)
        return try accountGuard?.standing(of: .accountView, on: customer, in: place, db) ?? .open
    }
}

/// What stands beside a timeline at the desk.
package struct ConversationDetails: Encodable, Sendable {
    struct CustomerDetails: Encodable, Sendable {
        struct PastConversation: Encodable, Sendable {
            let id: String
            let reference: String
            let subject: String
            let topic: Topic
            let status: Conversation.Status
            let updatedAt: Instant
        }

        let id: String
        let name: String?
        let verified: Bool
        let uid: String?
        let email: String?
        let locale: LocaleCode
        let tier: String?
        let identityLevel: String?
        let createdAt: Instant
        let attributes: [String: String]
        /// What the customer would have to be verified for, so that what the exchange signed about the account is shown;
        /// nil where it is.
        let verificationRequired: [String]?
        /// Which of the above are masked, such as `email`.
        let masked: [String]
        let past: [PastConversation]
    }

    let conversation: InboxRow
    let customer: CustomerDetails
    /// The values of custom fields, by key.
    let fields: [String: String]
    let links: [LinkedConversation]
    /// With what and from which page it was opened; nil when that is not known.
    let visit: Visit?
    /// Who looked at it without being seen, the newest first; nil for readers whom that does not concern.
    let listening: [SilentListeningView]?
    /// Who saw the customer's contact data as it is, the newest first; nil for readers whom that does not concern.
    let reveals: [RevealView]?

    init(
        _ row: InboxRow,
        _ customer: Customer,
        standing: AccountStanding,
        past: [Conversation],
        fields: [String: String],
        links: [LinkedConversation],
        visit: Visit?,
        listening: [SilentListeningView]?,
        reveals: [RevealView]?
    ) {
        let shown = customer.shownContact
        let missing: [String]? = if case .unproved(let purposes) = standing { purposes } else { nil }
        self.reveals = reveals
        self.visit = visit
        self.listening = listening
        self.conversation = row
        self.links = links
        self.fields = fields
        self.customer = CustomerDetails(
            id: customer.id.description,
            name: customer.profile.name,
            verified: customer.isVerified,
            uid: shown.uid,
            email: shown.email,
            locale: customer.profile.locale,
            tier: customer.profile.tier,
            identityLevel: missing == nil ? customer.profile.identityLevel : nil,
            createdAt: customer.createdAt,
            attributes: missing == nil ? shown.attributes : [:],
            verificationRequired: missing,
            masked: missing == nil ? shown.masked : shown.masked.filter { !$0.hasPrefix("attributes.") },
            past: past.map { conversation in
                CustomerDetails.PastConversation(
                    id: conversation.id.description,
                    reference: conversation.reference.rawValue,
                    subject: conversation.subject,
                    topic: conversation.topic,
                    status: conversation.status,
                    updatedAt: conversation.updatedAt
                )
            }
        )
    }
}
