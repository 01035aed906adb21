import Base
import People
package import Storage
import Trust

/// Every statement about the queues themselves.
struct QueueSQL {
    let db: Connection

    /// The queues in use, by priority and name.
    func active() throws(DatabaseError) -> [Queue] {
        try db.all(
            Queue.self,
            "SELECT \(Queue.columns) FROM queue WHERE is_active = \(true) ORDER BY priority DESC, name, id"
        )
    }

    func queue(_ id: ID<Queue>) throws(DatabaseError) -> Queue? {
        try db.first(
            Queue.self,
            "SELECT \(Queue.columns) FROM queue WHERE id = \(id) AND is_active = \(true)"
        )
    }

    /// Adds a queue; one with this id that is there already stays as it is.
    ///
    /// - Throws: `DatabaseError` with a unique violation when the name is taken.
    func insert(_ queue: Queue, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO queue (id, name, is_scoped, topic, language, tier, priority, required_skills, wanted_skills,
                relax_after_ms, target_wait_ms, answer_within_ms, team_id, verification, is_active, created_at, updated_at)
            VALUES (\(queue.id), \(queue.name), \(queue.scope != nil), \(queue.scope?.topic),
                \(queue.scope?.language), \(queue.scope?.tier), \(queue.priority),
                \(JSONColumn(queue.skills.required)), \(JSONColumn(queue.skills.wanted)),
                \(queue.skills.relaxAfter.map(\.inMilliseconds)), \(queue.targetWait.inMilliseconds),
                \(queue.answerWithin.map(\.inMilliseconds)), \(queue.team), \(queue.verification.map { JSONColumn($0) }), \(true), \(now), \(now))
            ON CONFLICT (id) DO NOTHING
            """
        )
    }

    /// - Returns: Whether there is such a queue.
    func update(_ queue: Queue, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE queue SET name = \(queue.name), is_scoped = \(queue.scope != nil), topic = \(queue.scope?.topic),
                language = \(queue.scope?.language), tier = \(queue.scope?.tier), priority = \(queue.priority),
                required_skills = \(JSONColumn(queue.skills.required)),
                wanted_skills = \(JSONColumn(queue.skills.wanted)),
                relax_after_ms = \(queue.skills.relaxAfter.map(\.inMilliseconds)),
                target_wait_ms = \(queue.targetWait.inMilliseconds),
                answer_within_ms = \(queue.answerWithin.map(\.inMilliseconds)), team_id = \(queue.team),
                verification = \(queue.verification.map { JSONColumn($0) }),
                updated_at = \(now)
            WHERE id = \(queue.id) AND is_active = \(true)
            """
        ) == 1
    }

    /// Takes a queue out of use; its name becomes free, and its team.
    ///
    /// What was in it keeps its id, for the reports.
    ///
    /// - Returns: Whether there was such a queue.
    func retire(_ id: ID<Queue>, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE queue SET is_active = \(false), name = name || \(" (\(id))"), team_id = NULL,
                updated_at = \(now)
            WHERE id = \(id) AND is_active = \(true)
            """
        ) == 1
    }
}

extension Duration {
    fileprivate var inMilliseconds: Int { Int(wholeMilliseconds) }
}

extension Queue: RowDecodable {
    static let columns: SQL = """
        id, name, is_scoped, topic, language, tier, priority, required_skills, wanted_skills, relax_after_ms, \
        target_wait_ms, answer_within_ms, team_id, verification
        """

    package init(row: Row) throws(DatabaseError) {
        let relaxAfter: Int? = try row.get("relax_after_ms")
        let targetWait: Int = try row.get("target_wait_ms")
        let answerWithin: Int? = try row.get("answer_within_ms")
        let scope = Scope(
            topic: try row.get("topic"),
            language: try row.get("language"),
            tier: try row.get("tier")
        )
        self.init(
            id: try row.get("id"),
            name: try row.get("name"),
            scope: try row.get("is_scoped") ? scope : nil,
            priority: try row.get("priority"),
            skills: Skills(
                required: try row.get("required_skills", as: JSONColumn<Set<Skill>>.self).value,
                wanted: try row.get("wanted_skills", as: JSONColumn<Set<Skill>>.self).value,
                relaxAfter: relaxAfter.map { .milliseconds($0) }
            ),
            targetWait: .milliseconds(targetWait),
            answerWithin: answerWithin.map { .milliseconds($0) },
            team: try row.get("team_id"),
            verification: try row.get("verification", as: JSONColumn<StepUps.Draft>?.self)?.value
        )
    }
}
