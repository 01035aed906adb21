import Base
@testable import Storage
import TestSupport

/// A chain of a test's own, its deeds a second apart.
struct AuditChain {
    let database: any Database
    let clock = FixedClock()

    var trail: AuditTrail { AuditTrail(database, clock: clock) }

    static let ada = AuditActor(.agent, id: "agt_ada", name: "Ada", address: "192.0.2.1")

    static func with(_ engine: Engine, _ body: (AuditChain) async throws -> Void) async throws {
        let migrations = try Migration.all(in: [StorageAssets.files])
        try await TestDatabase.with(engine, migrations: migrations) { database in
            try await body(AuditChain(database: database))
        }
    }

    /// Does so many deeds and chains them.
    func grow(by count: Int) async throws {
        for number in 1...count {
            clock.advance(by: .seconds(1))
            let subject = AuditSubject("conversation", "cnv_\(number)")
            try await trail.record(
                Deed(.conversationViewed, by: Self.ada, on: subject, ["n": String(number)])
            )
        }
        while try await trail.chainPending() > 0 {}
    }

    var entries: [AuditEntry] {
        get async throws { try await trail.entries(after: 0, limit: AuditTrail.longestPage) }
    }

    /// Changes the database as somebody does who may do everything there.
    func tamper(_ statements: SQL...) async throws {
        try await database.write { db in
            let sqlite: [SQL] = [
                "DROP TRIGGER IF EXISTS audit_entry_keeps", "DROP TRIGGER IF EXISTS audit_entry_stays",
                "DROP TRIGGER IF EXISTS audit_entry_follows",
            ]
            let postgres: [SQL] = [
                "DROP TRIGGER IF EXISTS audit_entry_keeps ON audit_entry",
                "DROP TRIGGER IF EXISTS audit_entry_stays ON audit_entry",
            ]
            for statement in (db.engine == .sqlite ? sqlite : postgres) + statements {
                try db.run(statement)
            }
        }
    }
}
