package import Base
package import People
package import Storage

/// The lists that agents have put together.
package struct SavedFilters: Sendable {
    private let database: any Database
    private let clock: any WallClock

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// An agent's own and everybody's, by name.
    package func all(for agent: ID<Agent>) async throws -> [SavedFilter] {
        try await database.read { db in try SavedFilterSQL(db: db).all(for: agent) }
    }

    /// - Throws: ``SavedFilterError``.
    package func create(
        _ name: String,
        _ filter: SavedFilter.Filter,
        isShared: Bool,
        by agent: Agent
    ) async throws -> SavedFilter {
        let now = clock.now
        let saved = try Self.validated(
            SavedFilter(id: ID(at: now), owner: agent.id, name: name, isShared: isShared, filter: filter)
        )
        try await database.write { db in
            let sql = SavedFilterSQL(db: db)
            guard try sql.all(for: agent.id).filter({ $0.owner == agent.id }).count < SavedFilter.most else {
                throw SavedFilterError.tooMany(limit: SavedFilter.most)
            }
            try sql.insert(saved, at: now)
        }
        return saved
    }

    /// Changes a filter: its owner's, or a shared one by who may edit macros.
    ///
    /// - Throws: ``SavedFilterError``.
    package func change(
        _ id: ID<SavedFilter>,
        _ name: String,
        _ filter: SavedFilter.Filter,
        isShared: Bool,
        by agent: Agent
    ) async throws -> SavedFilter {
        let now = clock.now
        return try await database.write { db in
            let sql = SavedFilterSQL(db: db)
            let owner = try own(id, agent, sql).owner
            let saved = try Self.validated(
                SavedFilter(id: id, owner: owner, name: name, isShared: isShared, filter: filter)
            )
            try sql.update(saved, at: now)
            return saved
        }
    }

    /// - Throws: ``SavedFilterError/notFound(_:)``.
    package func delete(_ id: ID<SavedFilter>, by agent: Agent) async throws {
        try await database.write { db in
            let sql = SavedFilterSQL(db: db)
            try sql.delete(try own(id, agent, sql).id)
        }
    }

    private func own(
        _ id: ID<SavedFilter>,
        _ agent: Agent,
        _ sql: SavedFilterSQL
    ) throws -> SavedFilter {
        guard let found = try sql.filter(id),
            found.owner == agent.id
                || found.isShared && Permission.macrosEdit.isGranted(to: agent.role)
        else { throw SavedFilterError.notFound(id) }
        return found
    }

    private static func validated(_ filter: SavedFilter) throws(SavedFilterError) -> SavedFilter {
        guard (1...60).contains(filter.name.count), !filter.name.allSatisfy(\.isWhitespace) else {
            throw .invalid(field: "name", "1 to 60 characters")
        }
        guard (filter.filter.text?.count ?? 0) <= 100, (filter.filter.topic?.count ?? 0) <= 60 else {
            throw .invalid(field: "filter", "text of 100 characters at most")
        }
        return filter
    }
}

/// Every statement about saved filters.
private struct SavedFilterSQL {
    let db: Connection

    func all(for agent: ID<Agent>) throws(DatabaseError) -> [SavedFilter] {
        try db.all(
            SavedFilter.self,
            """
            SELECT id, agent_id, name, is_shared, filter FROM saved_filter
            WHERE agent_id = \(agent) OR is_shared = \(true) ORDER BY name, id LIMIT 500
            """
        )
    }

    func filter(_ id: ID<SavedFilter>) throws(DatabaseError) -> SavedFilter? {
        try db.first(
            SavedFilter.self,
            "SELECT id, agent_id, name, is_shared, filter FROM saved_filter WHERE id = \(id)"
        )
    }

    func insert(_ filter: SavedFilter, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO saved_filter (id, agent_id, name, is_shared, filter, created_at, updated_at)
            VALUES (\(filter.id), \(filter.owner), \(filter.name), \(filter.isShared),
                \(JSONColumn(filter.filter)), \(now), \(now))
            """
        )
    }

    func update(_ filter: SavedFilter, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE saved_filter SET name = \(filter.name), is_shared = \(filter.isShared),
                filter = \(JSONColumn(filter.filter)), updated_at = \(now)
            WHERE id = \(filter.id)
            """
        )
    }

    func delete(_ id: ID<SavedFilter>) throws(DatabaseError) {
        try db.run("DELETE FROM saved_filter WHERE id = \(id)")
    }
}
