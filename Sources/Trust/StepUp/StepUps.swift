package import Base
package import Mail
package import People
package import Storage

/// The door to step-ups: agents ask, customers answer, and what they answer is seen by nobody but whoever can tell
/// whether it is right.
package struct StepUps: Sendable {
    /// What an account has within a day at most: wrong answers, codes that are sent.
    package static let mostWrongADay = 15
    package static let mostCodesADay = 12
    /// The most that a list has.
    static let longestList = 50
    static let day = Duration.seconds(86_400)

    let database: any Database
    let stage: any StepUpStage
    let accounts: (any AccountVerifier)?
    let mailer: Mailer?
    let brand: String
    let localisation: Localisation
    let clock: any WallClock

    /// - `accounts`: The gateway to the exchange; nil where none is set.
    /// - `mailer`: What sends mail; nil where no mail server is set.
    /// - `brand`: Who writes.
    package init(
        _ database: any Database,
        stage: any StepUpStage,
        accounts: (any AccountVerifier)?,
        mailer: Mailer?,
        brand: String,
        localisation: Localisation,
        clock: any WallClock
    ) {
        self.database = database
        self.stage = stage
        self.accounts = accounts
        self.mailer = mailer
        self.brand = brand
        self.localisation = localisation
        self.clock = clock
    }

    /// What can be asked for on this installation.
    package var methods: [StepUp.Method] {
        Self.methods(of: accounts?.methods ?? [], sendsMail: mailer != nil)
    }

    /// What can be asked for where the exchange, and who sends text messages for it, answer so much.
    ///
    /// - `sendsMail`: Codes by e-mail are sent by ourselves, whatever the exchange knows of addresses.
    package static func methods(of known: Set<StepUp.Method>, sendsMail: Bool) -> [StepUp.Method] {
        StepUp.Method.allCases.filter { $0 == .emailCode ? sendsMail : known.contains($0) }
    }

    /// What is asked for.
    package struct Draft: Sendable, Hashable, Codable {
        package var purpose: StepUp.Purpose
        package var method: StepUp.Method
        /// The least level, for ``StepUp/Method/identityLevel``.
        package var level: String?

        package init(_ purpose: StepUp.Purpose, by method: StepUp.Method, level: String? = nil) {
            self.purpose = purpose
            self.method = method
            self.level = level
        }

        /// As it is asked for: with a level where one is needed, and without where it says nothing.
        ///
        /// Throws: ``StepUpError/levelNeeded``.
        package func checked() throws(StepUpError) -> Draft {
            let level = method == .identityLevel ? level ?? "" : nil
            guard level.map({ (1...40).contains($0.count) }) ?? true else { throw .levelNeeded }
            return Draft(purpose, by: method, level: level)
        }
    }

    /// Asks the customer; another one that waits in the conversation is taken back.
    ///
    /// - `address`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``StepUpError``.
    package func ask(
        _ draft: Draft,
        in place: ID<ConversationPlace>,
        by agent: Agent,
        from address: String? = nil
    ) async throws -> AgentStepUpView {
        guard methods.contains(draft.method) else {
            throw StepUpError.methodUnavailable(draft.method, available: methods)
        }
        let draft = try draft.checked()
        let now = clock.now
        let actor = agent.acting(from: address)
        return try await stage.perform(in: place) { db in
            let audience = try audience(of: place, in: db)
            guard !audience.isClosed else { throw StepUpError.conversationClosed }
            guard audience.customer.isVerified else { throw StepUpError.guest }
            guard try Self.mayBeAsked(audience.customer, at: now, in: db) else {
                throw StepUpError.accountLocked
            }
            let stepUp = try Self.begin(
                draft,
                in: place,
                of: audience.customer,
                by: agent,
                as: actor,
                at: now,
                in: db
            )
            return (AgentStepUpView(StepUpView(stepUp, .waiting)), .asked(stepUp, by: agent))
        }
    }

    /// Takes back one that waits.
    package func cancel(
        _ id: ID<StepUp>,
        in place: ID<ConversationPlace>,
        by agent: Agent,
        from address: String? = nil
    ) async throws -> AgentStepUpView {
        AgentStepUpView(try await move(id, in: place, .takenBack, by: agent.acting(from: address)))
    }

    /// Those of a conversation, the newest first; for agents.
    package func all(in place: ID<ConversationPlace>) async throws -> [AgentStepUpView] {
        let now = clock.now
        return try await database.read { db in
            let audience = try audience(of: place, in: db)
            return try StepUpSQL(db: db).all(in: place, limit: Self.longestList).map { kept in
                AgentStepUpView(StepUpView(kept, at: now, for: audience.customer))
            }
        }
    }

    /// One of them, for its customer.
    package func show(
        _ id: ID<StepUp>,
        in place: ID<ConversationPlace>,
        for customer: Customer
    ) async throws -> StepUpView {
        let now = clock.now
        return try await database.read { db in
            _ = try own(place, of: customer, in: db)
            guard let kept = try StepUpSQL(db: db).find(id, in: place) else { throw StepUpError.notFound }
            return StepUpView(kept, at: now, for: customer)
        }
    }

    // MARK: What every call needs

    func audience(of place: ID<ConversationPlace>, in db: Connection) throws -> StepUpAudience {
        guard let audience = try stage.audience(of: place, in: db) else { throw StepUpError.notFound }
        return audience
    }

    /// The conversation, if it is this customer's.
    func own(
        _ place: ID<ConversationPlace>,
        of customer: Customer,
        in db: Connection
    ) throws -> StepUpAudience {
        let audience = try audience(of: place, in: db)
        guard audience.customer.id == customer.id else { throw StepUpError.notFound }
        return audience
    }

    /// Moves one on one event and tells what has to be told.
    ///
    /// - `actor`: Who caused it; nil for the customer, whom the audit trail does not name.
    func move(
        _ id: ID<StepUp>,
        in place: ID<ConversationPlace>,
        _ event: StepUp.Event,
        by actor: AuditActor? = nil
    ) async throws -> StepUpView {
        let now = clock.now
        return try await stage.perform(in: place) { db in
            guard var kept = try StepUpSQL(db: db).held(id, in: place) else { throw StepUpError.notFound }
            let customer = try audience(of: place, in: db).customer
            let effects = try kept.stepUp.apply(event, at: now, for: kept.code.identity(of: customer))
            let news = try perform(effects, on: kept.stepUp, by: actor, at: now, in: db)
            return (StepUpView(kept, at: now, for: customer), news)
        }
    }

    /// Writes what became of one.
    func perform(
        _ effects: [StepUp.Effect],
        on stepUp: StepUp,
        by actor: AuditActor?,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) -> StepUpNews? {
        try StepUpSQL(db: db).update(stepUp)
        guard let effect = effects.first else { return nil }
        let action: AuditAction =
            switch effect {
            case .tellVerified: .verificationPassed
            case .tellFailed: .verificationFailed
            case .tellTakenBack: .verificationTakenBack
            }
        try Self.record(action, stepUp, by: actor ?? .system, at: now, in: db)
        return .decided(stepUp)
    }
}
