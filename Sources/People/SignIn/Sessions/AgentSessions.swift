package import Base
package import Storage

/// The door to an agent's own sessions and what they see of them.
package struct AgentSessions: Sendable {
    private let database: any Database
    private let clock: any WallClock
    private let ended: WorkSignal

    /// - `ended`: Raised when sessions have ended, so that their connections are closed at once.
    package init(_ database: any Database, clock: any WallClock, ended: WorkSignal) {
        self.database = database
        self.clock = clock
        self.ended = ended
    }

    /// The sessions of an agent that are not over, the one that was used last first.
    package func sessions(of agent: ID<Agent>) async throws -> [AgentSession] {
        let now = clock.now
        return try await database.read { db in try AgentSessionSQL(db: db).sessions(of: agent, at: now) }
    }

    /// Ends one of an agent's sessions.
    ///
    /// - `id`: ``AgentSession/id``.
    ///
    /// Throws: ``SignInError/sessionNotFound``.
    package func end(_ id: String, of agent: Agent, by actor: AuditActor) async throws {
        let now = clock.now
        try await database.write { db in
            let sql = AgentSessionSQL(db: db)
            guard let session = try sql.sessions(of: agent.id, at: now).first(where: { $0.id == id }),
                try sql.delete(session.digest)
            else { throw SignInError.sessionNotFound }
            try AgentSQL(db: db).setAbsentOffline(at: now)
            let deed = Deed(.agentSessionsEnded, by: actor, on: agent.subject, ["sessions": "1"])
            try AuditTrail.record(deed, at: now, in: db)
        }
        ended.raise()
    }

    /// Ends all of an agent's sessions, or all but one.
    ///
    /// - Returns: How many it were.
    @discardableResult
    package func endAll(
        of agent: Agent,
        except digest: [UInt8] = [],
        by actor: AuditActor
    ) async throws -> Int {
        let now = clock.now
        let count = try await database.write { db in
            let count = try AgentSessionSQL(db: db).deleteAll(of: agent.id, except: digest)
            try AgentSQL(db: db).setAbsentOffline(at: now)
            guard count > 0 else { return 0 }
            let deed = Deed(.agentSessionsEnded, by: actor, on: agent.subject, ["sessions": "\(count)"])
            try AuditTrail.record(deed, at: now, in: db)
            return count
        }
        ended.raise()
        return count
    }

    /// How an agent signed in and failed to, the latest first.
    ///
    /// - `before`: Where the list goes on; nil for its beginning.
    /// - `limit`: 1...200.
    package func history(
        of agent: ID<Agent>,
        before: ID<SignInRecord>? = nil,
        limit: Int
    ) async throws -> [SignInRecord] {
        try await database.read { db in
            try SignInRecordSQL(db: db).records(of: agent, before: before, limit: limit)
        }
    }
}
