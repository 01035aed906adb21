package import Base
package import People
package import Safeguard
package import Storage

/// The register of what is official.
package struct OfficialChannels: Sendable {
    private let database: any Database
    private let gate: SecretsGate
    private let changes: WorkSignal
    private let clock: any WallClock

    /// - `changes`: Raised when the register changes.
    package init(
        _ database: any Database,
        gate: SecretsGate,
        changes: WorkSignal = WorkSignal(),
        clock: any WallClock
    ) {
        self.database = database
        self.gate = gate
        self.changes = changes
        self.clock = clock
    }

    /// All of them by kind, platform and value, whether they count at the moment or not.
    package func all() async throws -> [OfficialChannel] {
        try await database.read { db in try OfficialChannelSQL(db: db).all() }
    }

    /// Those that count at the moment, in the same order.
    package func valid() async throws -> [OfficialChannel] {
        let now = clock.now
        return try await all().filter { $0.validity(at: now) == .valid }
    }

    /// Registers a channel.
    ///
    /// - `address`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``OfficialChannelError``.
    package func create(
        _ draft: OfficialChannel.Draft,
        by agent: Agent,
        from address: String? = nil
    ) async throws -> OfficialChannel {
        let now = clock.now
        let channel = OfficialChannel(id: ID(at: now), draft: try checked(draft))
        let actor = agent.acting(from: address)
        try await unique { sql in try Self.insert(channel, by: agent, as: actor, at: now, sql) }
        return channel
    }

    /// Changes a channel as a whole.
    ///
    /// - `address`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``OfficialChannelError``.
    package func change(
        _ id: ID<OfficialChannel>,
        to draft: OfficialChannel.Draft,
        by agent: Agent,
        from address: String? = nil
    ) async throws -> OfficialChannel {
        let now = clock.now
        let channel = OfficialChannel(id: id, draft: try checked(draft))
        let actor = agent.acting(from: address)
        try await unique { sql in try Self.update(channel, by: agent, as: actor, at: now, sql) }
        return channel
    }

    /// - `address`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``OfficialChannelError/notFound(_:)``.
    package func delete(
        _ id: ID<OfficialChannel>,
        by agent: Agent,
        from address: String? = nil
    ) async throws {
        let (now, changes) = (clock.now, changes)
        let actor = agent.acting(from: address)
        try await database.write { db in
            try Self.delete(id, as: actor, at: now, OfficialChannelSQL(db: db))
            db.afterCommit { changes.raise() }
        }
    }

    /// Whoever changes the register decides whom customers trust.
    static func record(
        _ change: String,
        _ id: ID<OfficialChannel>,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        let subject = AuditSubject("official_channel", id)
        try AuditTrail.record(
            Deed(.officialChannelChanged, by: actor, on: subject, ["change": change]),
            at: now,
            in: db
        )
    }

    /// Registers channels where there are none at all.
    ///
    /// - Throws: ``OfficialChannelError`` for a draft that is not acceptable.
    package func begin(with drafts: [OfficialChannel.Draft]) async throws {
        let now = clock.now
        let channels = try drafts.map { OfficialChannel(id: ID(at: now), draft: try $0.validated()) }
        try await unique { sql in
            guard try sql.count() == 0 else { return }
            for channel in channels { try sql.insert(channel, by: nil, at: now) }
        }
    }

    /// A draft as it is stored.
    ///
    /// Throws: ``OfficialChannelError``.
    package func checked(_ draft: OfficialChannel.Draft) throws -> OfficialChannel.Draft {
        try masked(draft).validated()
    }

    /// Tells that the register changed once a transaction of the caller is on disk.
    func tellAfterCommit(in db: Connection) {
        db.afterCommit { [changes] in changes.raise() }
    }

    /// What must not be stored is hidden: whoever registers pastes as well.
    private func masked(_ draft: OfficialChannel.Draft) -> OfficialChannel.Draft {
        var draft = draft
        draft.labels = draft.labels.map {
            OfficialChannel.Label(locale: $0.locale, text: gate.mask($0.text).text)
        }
        return draft
    }

    private func unique(_ body: @escaping @Sendable (OfficialChannelSQL) throws -> Void) async throws {
        let changes = changes
        do {
            try await database.write { db in
                try body(OfficialChannelSQL(db: db))
                db.afterCommit { changes.raise() }
            }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw OfficialChannelError.exists
        }
    }
}
