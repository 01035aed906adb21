package import Base
package import Safeguard
package import Storage

/// The door to customers' contact data as it is, which notes who goes through it and why.
package struct Reveals: Sendable {
    /// What somebody wants to see, and why.
    package struct Request: Sendable, Hashable, Codable {
        /// As ``ContactField/name``.
        package let field: String
        package let reason: Reveal.Reason
        /// Hidden secrets already.
        package let note: String
    }

    /// What was seen: told to whoever asked for it, and to nobody else.
    package struct Seen: Sendable {
        package let field: ContactField
        package let value: Redacted<String>
    }

    let database: any Database
    private let gate: SecretsGate
    private let accountGuard: (any AccountGuard)?
    private let clock: any WallClock

    /// - `accountGuard`: Nil where no customer ever has to prove who they are.
    package init(
        _ database: any Database,
        gate: SecretsGate,
        accountGuard: (any AccountGuard)? = nil,
        clock: any WallClock
    ) {
        self.database = database
        self.gate = gate
        self.accountGuard = accountGuard
        self.clock = clock
    }

    var now: Instant { clock.now }

    /// Checks what is asked for before anything is looked up.
    ///
    /// Throws: ``RevealError/noteMissing``, ``RevealError/noteTooLong``.
    package func request(
        _ field: String,
        because reason: Reveal.Reason,
        note: String
    ) throws(RevealError) -> Request {
        guard note.count <= Reveal.longestNote else { throw .noteTooLong }
        let note = gate.mask(note.trimmed).text
        guard reason != .other || !note.isEmpty else { throw .noteMissing }
        return Request(field: field, reason: reason, note: String(note.prefix(Reveal.longestNote)))
    }

    /// Shows a field as it is; that it was is on disk before.
    ///
    /// - `place`: The conversation that it is needed in.
    /// - `actor`: The agent with where the request came from, for the audit trail.
    ///
    /// Throws: ``RevealError``; ``AccountGuardError``.
    package func reveal(
        _ request: Request,
        of customer: ID<Customer>,
        in place: ID<ConversationPlace>? = nil,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Seen {
        let now = clock.now
        return try await database.write { db in
            try reveal(request, of: customer, in: place, by: agent, as: actor, at: now, db)
        }
    }

    /// The same inside a transaction of the caller: the one way to a value.
    func reveal(
        _ request: Request,
        of customer: ID<Customer>,
        in place: ID<ConversationPlace>?,
        by agent: Agent,
        as actor: AuditActor,
        at now: Instant,
        _ db: Connection
    ) throws -> Seen {
        let (customer, field) = try Self.field(request.field, of: customer, in: db)
        let proof = try check(customer, in: place, db)
        let sql = RevealSQL(db: db)
        try sql.hold(agent.id)
        let hour = Duration.seconds(3600)
        let times = try sql.times(of: agent.id, since: now - hour, limit: Reveal.mostAnHour)
        if times.count == Reveal.mostAnHour, let first = times.first {
            throw RevealError.tooMany(retryAfter: (first + hour) - now)
        }
        let reveal = Reveal(
            id: ID(at: now),
            customer: customer.id,
            agent: agent.id,
            field: field.name,
            kind: field.kind,
            reason: request.reason,
            note: request.note,
            happenedAt: now
        )
        try sql.insert(reveal)
        var details = [
            "field": field.name, "reason": reveal.reason.rawValue, "reveal": reveal.id.description,
        ]
        details["verification"] = proof
        let revealed = Deed(
            .contactRevealed,
            by: actor,
            on: AuditSubject("customer", customer.id),
            details
        )
        try AuditTrail.record(revealed, at: now, in: db)
        return Seen(field: field, value: Redacted(field.value))
    }

    /// Whether the customer has proved who they are, where that is wanted.
    ///
    /// Throws: ``AccountGuardError``.
    @discardableResult
    func check(
        _ customer: Customer,
        in place: ID<ConversationPlace>?,
        _ db: Connection
    ) throws -> String? {
        try accountGuard?.pass(.contactReveal, on: customer, in: place, db)
    }

    /// A masked field of a customer; whoever a guest became is meant with them.
    static func field(
        _ name: String,
        of customer: ID<Customer>,
        in db: Connection
    ) throws -> (customer: Customer, field: ContactField) {
        guard let customer = try Customers.customer(customer, in: db) else {
            throw RevealError.customerNotFound
        }
        let fields = customer.contactFields
        guard let field = fields.first(where: { $0.name == name }) else {
            throw RevealError.fieldNotMasked(known: fields.map(\.name))
        }
        return (customer, field)
    }

    /// One page of who saw what of whom, the newest first.
    ///
    /// - `limit`: 1...200.
    package func list(before: ID<Reveal>?, limit: Int) async throws -> [RevealView] {
        try await database.read { db in
            try Self.views(RevealSQL(db: db).reveals(of: nil, before: before, limit: limit), in: db)
        }
    }

    /// Inside a transaction of the caller: who saw what of a customer last, the newest first.
    package static func latest(
        of customer: ID<Customer>,
        limit: Int,
        in db: Connection
    ) throws(DatabaseError) -> [RevealView] {
        try views(RevealSQL(db: db).reveals(of: customer, limit: limit), in: db)
    }

    private static func views(_ reveals: [Reveal], in db: Connection) throws(DatabaseError) -> [RevealView] {
        var people: [ID<Agent>: Agent] = [:]
        for id in Set(reveals.map(\.agent)) { people[id] = try AgentSQL(db: db).agent(id) }
        return reveals.compactMap { reveal in people[reveal.agent].map { RevealView(reveal, by: $0) } }
    }
}
