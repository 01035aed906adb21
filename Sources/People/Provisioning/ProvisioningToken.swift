package import Base
import Safeguard
package import Storage

/// What a program of the company proves itself with that makes agents and switches them off.
package struct ProvisioningToken: Sendable, Hashable, Identified {
    package static let idPrefix = "prv"
    /// Secret scanners find leaked tokens by it.
    package static let prefix = "sbp_"
    /// The most at once.
    package static let most = 20

    package let id: ID<ProvisioningToken>
    package let name: String
    let digest: [UInt8]
    package let createdAt: Instant
    /// Within a minute; nil for one that was never used.
    package let usedAt: Instant?

    /// The program as the audit trail names it.
    func acting(from address: String?) -> AuditActor {
        AuditActor(.system, id: id.description, name: "SCIM: \(name)", address: address)
    }
}

extension ProvisioningToken: RowDecodable {
    static let columns: SQL = "id, name, token_digest, created_at, used_at"

    package init(row: Row) throws(DatabaseError) {
        self.init(
            id: try row.get("id"),
            name: try row.get("name"),
            digest: try row.get("token_digest"),
            createdAt: try row.get("created_at"),
            usedAt: try row.get("used_at")
        )
    }
}

/// The door to those tokens.
package struct ProvisioningTokens: Sendable {
    private static let usePause = Duration.seconds(60)

    private let database: any Database
    private let clock: any WallClock

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// The newest first.
    package func tokens() async throws -> [ProvisioningToken] {
        try await database.read { db in try ProvisioningTokenSQL(db: db).tokens() }
    }

    /// Makes one.
    ///
    /// - Returns: It with its text, which is told this once.
    /// - Throws: ``AgentError/invalid(field:_:)``, ``ProvisioningError/tooManyTokens``.
    package func create(
        _ name: String,
        by creator: Agent,
        _ actor: AuditActor
    ) async throws -> (ProvisioningToken, Redacted<String>) {
        let name = name.trimmed
        guard (1...60).contains(name.count) else {
            throw AgentError.invalid(field: "name", "1 to 60 characters")
        }
        let now = clock.now
        let secret = OpaqueToken(prefix: ProvisioningToken.prefix)
        let token = ProvisioningToken(
            id: ID(at: now),
            name: name,
            digest: secret.digest,
            createdAt: now,
            usedAt: nil
        )
        try await database.write { db in
            let sql = ProvisioningTokenSQL(db: db)
            guard try sql.tokens().count < ProvisioningToken.most else {
                throw ProvisioningError.tooManyTokens
            }
            try sql.insert(token, by: creator.id)
            let made = Deed(
                .provisioningTokenCreated,
                by: actor,
                on: AuditSubject("provisioning_token", token.id)
            )
            try AuditTrail.record(made, at: now, in: db)
        }
        return (token, Redacted(secret.text))
    }

    /// Makes one good for nothing, at once.
    ///
    /// - Throws: ``ProvisioningError/tokenNotFound``.
    package func revoke(_ id: ID<ProvisioningToken>, by actor: AuditActor) async throws {
        let now = clock.now
        try await database.write { db in
            guard try ProvisioningTokenSQL(db: db).delete(id) else { throw ProvisioningError.tokenNotFound }
            let gone = Deed(.provisioningTokenRevoked, by: actor, on: AuditSubject("provisioning_token", id))
            try AuditTrail.record(gone, at: now, in: db)
        }
    }

    /// The one that a request came with; nil when it is none.
    func token(withText text: String) async throws -> ProvisioningToken? {
        guard text.hasPrefix(ProvisioningToken.prefix), text.utf8.count <= Sessions.longestToken else {
            return nil
        }
        let digest = OpaqueToken.digest(of: text)
        let known = try await tokens()
        // All are looked at, each to its end: how long it takes tells nothing.
        let found = known.reduce(nil as ProvisioningToken?) { found, token in
            Self.isSame(token.digest, digest) ? token : found
        }
        guard let found else { return nil }
        let now = clock.now
        if found.usedAt.map({ now - $0 >= Self.usePause }) ?? true {
            try await database.write { db in try ProvisioningTokenSQL(db: db).setUsed(found.id, at: now) }
        }
        return found
    }

    private static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Every statement about those tokens.
struct ProvisioningTokenSQL {
    let db: Connection

    func tokens() throws(DatabaseError) -> [ProvisioningToken] {
        try db.all(
            ProvisioningToken.self,
            "SELECT \(ProvisioningToken.columns) FROM provisioning_token ORDER BY id DESC"
        )
    }

    func insert(_ token: ProvisioningToken, by creator: ID<Agent>) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO provisioning_token (id, name, token_digest, created_by, created_at)
            VALUES (\(token.id), \(token.name), \(token.digest), \(creator), \(token.createdAt))
            """
        )
    }

    /// - Returns: Whether it was there.
    func delete(_ id: ID<ProvisioningToken>) throws(DatabaseError) -> Bool {
        try db.run("DELETE FROM provisioning_token WHERE id = \(id)") == 1
    }

    func setUsed(_ id: ID<ProvisioningToken>, at now: Instant) throws(DatabaseError) {
        try db.run("UPDATE provisioning_token SET used_at = \(now) WHERE id = \(id)")
    }
}
