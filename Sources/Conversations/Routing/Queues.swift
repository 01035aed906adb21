package import Base
package import People
package import Storage
package import Trust

/// The door to queues.
package struct Queues: Sendable {
    /// What a queue is made or changed to.
    package struct Draft: Sendable {
        package var name: String
        /// Nil for a queue into which conversations are only transferred.
        package var scope: Queue.Scope?
        /// 0...9, the higher first.
        package var priority: Int
        package var skills: Queue.Skills
        package var targetWait: Duration
        package var answerWithin: Duration?
        package var team: ID<Team>?
        package var verification: StepUps.Draft?

        package init(
            name: String,
            scope: Queue.Scope?,
            priority: Int = 5,
            skills: Queue.Skills = .init(),
            targetWait: Duration = .seconds(120),
            answerWithin: Duration? = .seconds(180),
            team: ID<Team>? = nil,
            verification: StepUps.Draft? = nil
        ) {
            self.name = name
            self.scope = scope
            self.priority = priority
            self.skills = skills
            self.targetWait = targetWait
            self.answerWithin = answerWithin
            self.team = team
            self.verification = verification
        }
    }

    private static let longestTime = Duration.seconds(7 * 86_400)

    private let database: any Database
    private let clock: any WallClock

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Makes the queue of what no other takes, if it is not there, and puts into it what waits in none.
    package func prepare() async throws {
        let now = clock.now
        try await database.write { db in
            try QueueSQL(db: db).insert(.general, at: now)
            try RoutingSQL(db: db).adopt(into: .general, from: nil)
        }
    }

    /// The queues in use, by priority and name.
    package func all() async throws -> [Queue] {
        try await database.read { db in try QueueSQL(db: db).active() }
    }

    /// Makes a queue; who waits already stays where they are.
    ///
    /// - `actor`: Who does it, for the audit trail.
    ///
    /// Throws: ``QueueError``; `TeamError.notFound` for a team that is none.
    package func create(_ draft: Draft, by actor: AuditActor = .system) async throws -> Queue {
        let queue = try Self.queue(ID(at: clock.now), draft)
        try await save(queue, "created", by: actor) { sql, now in try sql.insert(queue, at: now) }
        return queue
    }

    /// Changes a queue.
    ///
    /// - `actor`: Who does it, for the audit trail.
    ///
    /// Throws: ``QueueError``; `TeamError.notFound` for a team that is none.
    package func update(
        _ id: ID<Queue>,
        to draft: Draft,
        by actor: AuditActor = .system
    ) async throws -> Queue {
        guard id != .general || draft.scope == Queue.Scope() else { throw QueueError.isGeneral }
        let queue = try Self.queue(id, draft)
        try await save(queue, "updated", by: actor) { sql, now in
            guard try sql.update(queue, at: now) else { throw QueueError.notFound(id) }
        }
        return queue
    }

    /// Takes a queue out of use; who waits in it goes to the general one and keeps the time they came.
    ///
    /// - `actor`: Who does it, for the audit trail.
    ///
    /// Throws: ``QueueError``.
    package func retire(_ id: ID<Queue>, by actor: AuditActor = .system) async throws {
        guard id != .general else { throw QueueError.isGeneral }
        let now = clock.now
        try await database.write { db in
            guard try QueueSQL(db: db).retire(id, at: now) else { throw QueueError.notFound(id) }
            try RoutingSQL(db: db).adopt(into: .general, from: id)
            try AuditTrail.record(Self.deed("retired", id, by: actor), at: now, in: db)
        }
    }

    private func save(
        _ queue: Queue,
        _ change: String,
        by actor: AuditActor,
        _ write: @escaping @Sendable (QueueSQL, Instant) throws -> Void
    ) async throws {
        let now = clock.now
        do {
            try await database.write { db in
                if let team = queue.team, !(try Teams.all(in: db).contains { $0.id == team }) {
                    throw TeamError.notFound(team)
                }
                try write(QueueSQL(db: db), now)
                try AuditTrail.record(Self.deed(change, queue.id, by: actor), at: now, in: db)
            }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw QueueError.nameTaken(queue.name)
        }
    }

    private static func deed(_ change: String, _ id: ID<Queue>, by actor: AuditActor) -> Deed {
        Deed(.routingChanged, by: actor, on: AuditSubject("queue", id), ["change": change])
    }

    private static func queue(_ id: ID<Queue>, _ draft: Draft) throws(QueueError) -> Queue {
        let name = draft.name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...60).contains(name.count) else { throw .invalid(field: "name", "1 to 60 characters") }
        guard (0...9).contains(draft.priority) else { throw .invalid(field: "priority", "0 to 9") }
        let times = [
            ("target_wait_seconds", draft.targetWait), ("answer_within_seconds", draft.answerWithin),
            ("relax_after_seconds", draft.skills.relaxAfter),
        ]
        for (field, time) in times {
            guard let time else { continue }
            guard time >= .seconds(1), time <= longestTime else {
                throw .invalid(field: field, "a second to seven days")
            }
        }
        guard draft.skills.required.count <= 20, draft.skills.wanted.count <= 20 else {
            throw .invalid(field: "required_skills", "20 at most")
        }
        guard (draft.scope?.tier?.count ?? 1) <= 40 else {
            throw .invalid(field: "tier", "40 characters at most")
        }
        if let language = draft.scope?.language, LocaleCode(rawValue: language)?.language != language {
            throw .invalid(field: "language", "a code such as zh")
        }
        return Queue(
            id: id,
            name: name,
            scope: draft.scope,
            priority: draft.priority,
            skills: draft.skills,
            targetWait: draft.targetWait,
            answerWithin: draft.answerWithin,
            team: draft.team,
            verification: try verification(draft.verification)
        )
    }

    private static func verification(
        _ draft: StepUps.Draft?
    ) throws(QueueError) -> StepUps.Draft? {
        do {
            return try draft?.checked()
        } catch {
            throw .invalid(field: "verification", "the level that is needed, 1 to 40 characters")
        }
    }
}
