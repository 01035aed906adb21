package import Base
package import Conversations
package import Foundation
import JWTKit
import Knowledge
import Logging
import Mail
package import People
package import Realtime
import Safeguard
package import Storage
package import Trust

/// The rooms around one test database, and people to act in them.
package struct Scenario: Sendable {
    /// The secret that the scenario's exchange signs identity tokens with.
    package static let identitySecret = Array("a secret of the test exchange, 32 bytes and more".utf8)

    /// Every agent's password.
    package static let password = "a good password"

    package let clock: FixedClock
    package let database: any Database
    package let bus: InProcessEventBus
    package let timeline: Timeline
    package let customers: Customers
    package let agents: Agents
    package let teams: Teams
    package let queues: Queues
    package let desk: Desk
    package let indexer: MessageIndexer
    package let search: ConversationSearch
    /// What the outbox raises when it has something.
    package let outboxSignal: WorkSignal
    package let jobSignal: WorkSignal

    /// The whole schema below the server.
    package static func migrations() throws -> [Migration] {
        try Migration.all(in: [
            StorageAssets.files, MailAssets.files, PeopleAssets.files, TrustAssets.files,
            KnowledgeAssets.files, ConversationsAssets.files,
        ])
    }

    /// - `database`: Its schema must be there.
    /// - `missedAfter`: After how long an unread reply counts as missed; nil for never.
    /// - `transactions`: Who knows the exchange's; nil for nobody.
    package init(
        _ database: any Database,
        clock: FixedClock = FixedClock(),
        missedAfter: Duration? = nil,
        verificationMethods: [StepUp.Method] = [],
        transactions: (any TransactionDirectory)? = nil
    ) async throws {
        self.clock = clock
        self.database = database
        bus = InProcessEventBus()
        outboxSignal = WorkSignal()
        jobSignal = WorkSignal()
        timeline = Timeline(
            database,
            bus: bus,
            outbox: Outbox(clock: clock, signal: outboxSignal),
            jobs: Jobs(clock: clock, signal: jobSignal),
            gate: SecretsGate(),
            knownTransactions: transactions.map { KnownTransactions($0, clock: clock) },
            localisation: try Localisation(assets: [TrustAssets.files, ConversationsAssets.files]),
            topics: Topic.standard,
            missedAfter: missedAfter,
            verificationMethods: verificationMethods,
            clock: clock
        )
        var identity = IdentityTokenVerifier.Configuration()
        identity.sharedSecret = Redacted(Self.identitySecret)
        customers = Customers(
            database,
            verifier: try await IdentityTokenVerifier(identity, clock: clock),
            merging: [ConversationMerging(timeline)],
            clock: clock
        )
        agents = Agents(database, clock: clock)
        teams = Teams(database, clock: clock)
        queues = Queues(database, clock: clock)
        try await queues.prepare()
        desk = Desk(database)
        indexer = MessageIndexer(database, clock: clock)
        search = ConversationSearch(database, desk: desk)
    }

    /// The door to files, kept in a folder.
    ///
    /// - `reader`: Who reads pictures and PDFs; nobody where the test has only texts.
    package func attachments(
        in folder: URL,
        reader: any FileReading = NoFileReading()
    ) throws -> Attachments {
        Attachments(
            database,
            blobs: try FolderBlobs(folder: folder),
            inspection: FileInspection(gate: SecretsGate(), reader: reader),
            jobs: Jobs(clock: clock, signal: jobSignal),
            clock: clock
        )
    }

    /// Runs a test in a scenario of its own.
    package static func with<Value: Sendable>(
        _ engine: Engine,
        missedAfter: Duration? = nil,
        verificationMethods: [StepUp.Method] = [],
        transactions: (any TransactionDirectory)? = nil,
        _ body: (Scenario) async throws -> Value
    ) async throws -> Value {
        try await TestDatabase.with(engine, migrations: try migrations()) { database in
            try await body(
                try await Scenario(
                    database,
                    missedAfter: missedAfter,
                    verificationMethods: verificationMethods,
                    transactions: transactions
                )
            )
        }
    }

    /// How the database answers the queries that a body makes.
    package func plan(_ body: @escaping @Sendable (Connection) throws -> Void) async throws -> QueryPlan {
        try await database.read { db in try db.plan(of: body) }
    }

    // MARK: People

    /// Somebody of whom nothing is known.
    package func guest() async throws -> Customer {
        try await customers.startGuestSession(locale: .english).customer
    }

    /// Somebody whom the exchange vouches for.
    package func verified(
        uid: String,
        name: String = "Liu Wei",
        current: Customer? = nil
    ) async throws -> Customer {
        let token = try await identityToken(uid: uid, name: name)
        return try await customers.startVerifiedSession(identityToken: token, current: current).customer
    }

    /// What the exchange signs about its user, valid for five minutes of the scenario's clock.
    package func identityToken(
        uid: String,
        name: String,
        jti: String = UUID().uuidString
    ) async throws -> String {
        let keys = await JWTKeyCollection()
            .add(hmac: HMACKey(from: Data(Self.identitySecret)), digestAlgorithm: .sha256)
        let now = Date(timeIntervalSince1970: Double(clock.now.milliseconds) / 1000)
        return try await keys.sign(
            Claims(
                sub: SubjectClaim(value: uid),
                aud: AudienceClaim(value: "switchboard"),
                exp: ExpirationClaim(value: now.addingTimeInterval(300)),
                jti: IDClaim(value: jti),
                name: name
            )
        )
    }

    private struct Claims: JWTPayload {
        let sub: SubjectClaim
        let aud: AudienceClaim
        let exp: ExpirationClaim
        let jti: IDClaim
        let name: String

        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    /// An agent who is there; the password is ``password``.
    package func agent(
        _ name: String,
        role: Role = .agent,
        presence: Presence = .online,
        capacity: Int = 6
    ) async throws -> Agent {
        let email = "\(name.lowercased())@desk.example"
        let agent = try await agents.create(
            .init(name: name, email: email, role: role, password: Redacted(Self.password), capacity: capacity)
        )
        if presence != .offline { try await timeline.setPresence(presence, of: agent.id) }
        return agent
    }

    // MARK: Conversations

    /// A chat that the assistant has, without a greeting, so that `seq` 1 is the customer's.
    package func chat(
        of customer: Customer,
        topic: Topic = .depositWithdrawal,
        body: String = "My withdrawal has not arrived"
    ) async throws -> Conversation {
        let opening = Timeline.Opening(
            kind: .chat,
            topic: topic,
            locale: .english,
            first: .init(clientID: UUID(), body: body)
        )
        return try await timeline.open(opening, by: customer, greeting: nil)
    }

    /// A chat whose customer asked for a person, a second after whatever came before.
    ///
    /// - `customer`: A new guest when left out.
    package func waitingChat(
        _ topic: Topic = .depositWithdrawal,
        of customer: Customer? = nil
    ) async throws -> Conversation {
        let asker = if let customer { customer } else { try await guest() }
        let conversation = try await chat(of: asker, topic: topic)
        clock.advance(by: .seconds(1))
        return try await timeline.askForPerson(conversation.id, by: asker)
    }

    /// The conversation as it is now.
    package func now(_ conversation: Conversation) async throws -> Conversation {
        try await timeline.conversation(conversation.id)
    }

    /// How many an agent is counted to have.
    package func load(of agent: Agent) async throws -> Int {
        try await desk.loads()[agent.id] ?? 0
    }

    /// Writes as the customer, each text once.
    package func write(_ texts: String..., to conversation: Conversation, by customer: Customer) async throws
    {
        for text in texts {
            _ = try await timeline.write(
                .init(clientID: UUID(), body: text),
                to: conversation.id,
                by: customer
            )
        }
    }

    /// The whole timeline.
    package func messages(of conversation: Conversation) async throws -> [Message] {
        try await timeline.messages(conversation.id, after: 0, limit: 10_000)
    }
}
