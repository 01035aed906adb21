package import Base
package import Storage

/// Which fields an installation has.
package struct CustomFields: Sendable {
    private let database: any Database
    private let clock: any WallClock

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// All of them, in their order.
    package func all() async throws -> [CustomField] {
        try await database.read { db in try CustomFieldSQL(db: db).all() }
    }

    /// Makes a field.
    ///
    /// - `actor`: Who does it, for the audit trail.
    ///
    /// Throws: ``CustomFieldError``.
    package func create(
        _ draft: CustomField.Draft,
        by actor: AuditActor = .system
    ) async throws -> CustomField {
        let now = clock.now
        let field = CustomField(id: ID(at: now), draft: try draft.validated())
        try await unique(draft.key) { db in
            let sql = CustomFieldSQL(db: db)
            guard try sql.all().count < CustomField.most else {
                throw CustomFieldError.tooMany(limit: CustomField.most)
            }
            try sql.insert(field, at: now)
            try AuditTrail.record(Self.deed("created", field.id, by: actor), at: now, in: db)
        }
        return field
    }

    /// Changes everything but the kind: values are there.
    ///
    /// - `actor`: Who does it, for the audit trail.
    ///
    /// Throws: ``CustomFieldError``.
    package func change(
        _ id: ID<CustomField>,
        to draft: CustomField.Draft,
        by actor: AuditActor = .system
    ) async throws -> CustomField {
        let now = clock.now
        let field = CustomField(id: id, draft: try draft.validated())
        try await unique(draft.key) { db in
            guard try CustomFieldSQL(db: db).update(field, at: now) else {
                throw CustomFieldError.notFound(id.description)
            }
            try AuditTrail.record(Self.deed("updated", id, by: actor), at: now, in: db)
        }
        return field
    }

    /// Deletes a field with all its values.
    ///
    /// - `actor`: Who does it, for the audit trail.
    package func delete(_ id: ID<CustomField>, by actor: AuditActor = .system) async throws {
        let now = clock.now
        try await database.write { db in
            guard try CustomFieldSQL(db: db).delete(id) else {
                throw CustomFieldError.notFound(id.description)
            }
            try AuditTrail.record(Self.deed("deleted", id, by: actor), at: now, in: db)
        }
    }

    private static func deed(_ change: String, _ id: ID<CustomField>, by actor: AuditActor) -> Deed {
        Deed(.fieldChanged, by: actor, on: AuditSubject("field", id), ["change": change])
    }

    private func unique(_ key: String, _ body: @escaping @Sendable (Connection) throws -> Void) async throws {
        do {
            try await database.write { db in try body(db) }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw CustomFieldError.keyTaken(key)
        }
    }
}
