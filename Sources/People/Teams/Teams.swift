package import Base
package import Storage

/// The door to teams.
package struct Teams: Sendable {
    /// What a team is made or changed to.
    package struct Draft: Sendable {
        package var name: String
        package var hours: BusinessHours?
        package var outsideHours: Team.OutsideHours
        package var repliesWithin: Duration
        package var members: Set<ID<Agent>>

        package init(
            name: String,
            hours: BusinessHours? = nil,
            outsideHours: Team.OutsideHours = .queue,
            repliesWithin: Duration = .seconds(4 * 3600),
            members: Set<ID<Agent>> = []
        ) {
            self.name = name
            self.hours = hours
            self.outsideHours = outsideHours
            self.repliesWithin = repliesWithin
            self.members = members
        }
    }

    private let database: any Database
    private let clock: any WallClock

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Every team by name.
    package func all() async throws -> [Team] {
        try await database.read { db in try TeamSQL(db: db).all() }
    }

    /// Makes a team.
    ///
    /// - `actor`: Who does it, for the audit trail.
    ///
    /// Throws: ``TeamError``; `AgentError.notFound` for a member who is none.
    package func create(_ draft: Draft, by actor: AuditActor = .system) async throws -> Team {
        let team = try Self.team(ID(at: clock.now), draft)
        try await save(team, "created", by: actor) { sql, now in try sql.insert(team, at: now) }
        return team
    }

    /// Changes a team.
    ///
    /// - `actor`: Who does it, for the audit trail.
    ///
    /// Throws: ``TeamError``; `AgentError.notFound` for a member who is none.
    package func update(
        _ id: ID<Team>,
        to draft: Draft,
        by actor: AuditActor = .system
    ) async throws -> Team {
        let team = try Self.team(id, draft)
        try await save(team, "updated", by: actor) { sql, now in
            guard try sql.update(team, at: now) else { throw TeamError.notFound(id) }
        }
        return team
    }

    /// Deletes a team; its members stay.
    ///
    /// - `actor`: Who does it, for the audit trail.
    ///
    /// Throws: ``TeamError``, when there is none or a queue belongs to it.
    package func delete(_ id: ID<Team>, by actor: AuditActor = .system) async throws {
        let now = clock.now
        do {
            try await database.write { db in
                guard try TeamSQL(db: db).delete(id) else { throw TeamError.notFound(id) }
                try AuditTrail.record(Self.deed("deleted", id, by: actor), at: now, in: db)
            }
        } catch let error as DatabaseError where error.isForeignKeyViolation {
            throw TeamError.inUse(id)
        }
    }

    private func save(
        _ team: Team,
        _ change: String,
        by actor: AuditActor,
        _ write: @escaping @Sendable (TeamSQL, Instant) throws -> Void
    ) async throws {
        let now = clock.now
        do {
            try await database.write { db in
                let sql = TeamSQL(db: db)
                try write(sql, now)
                for member in team.members where try Agents.agent(member, in: db) == nil {
                    throw AgentError.notFound(member)
                }
                try sql.setMembers(team.members, of: team.id)
                try AuditTrail.record(Self.deed(change, team.id, by: actor), at: now, in: db)
            }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw TeamError.nameTaken(team.name)
        }
    }

    private static func deed(_ change: String, _ id: ID<Team>, by actor: AuditActor) -> Deed {
        Deed(.routingChanged, by: actor, on: AuditSubject("team", id), ["change": change])
    }

    private static func team(_ id: ID<Team>, _ draft: Draft) throws(TeamError) -> Team {
        let name = draft.name.trimmed
        guard (1...60).contains(name.count) else { throw .invalid(field: "name", "1 to 60 characters") }
        guard draft.repliesWithin >= .seconds(60), draft.repliesWithin <= .seconds(30 * 86_400) else {
            throw .invalid(field: "replies_within_seconds", "a minute to 30 days")
        }
        guard draft.members.count <= 2000 else { throw .invalid(field: "members", "2000 at most") }
        return Team(
            id: id,
            name: name,
            hours: draft.hours,
            outsideHours: draft.outsideHours,
            repliesWithin: draft.repliesWithin,
            members: draft.members
        )
    }

    /// Inside a transaction of the caller: every team by name.
    package static func all(in db: Connection) throws(DatabaseError) -> [Team] {
        try TeamSQL(db: db).all()
    }
}
