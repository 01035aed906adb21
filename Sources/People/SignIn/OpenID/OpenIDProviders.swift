package import Base
package import Storage

/// The door to who the provider is.
package struct OpenIDProviders: Sendable {
    private let database: any Database
    private let client: OpenIDClient
    private let clock: any WallClock

    package init(_ database: any Database, client: OpenIDClient, clock: any WallClock) {
        self.database = database
        self.client = client
        self.clock = clock
    }

    /// Nil where nobody signs in so.
    package func provider() async throws -> OpenIDProvider? {
        try await database.read { db in try OpenIDSQL(db: db).provider() }
    }

    /// Sets the provider, once it has described itself.
    ///
    /// - `keepsSecret`: Whether the secret stays what it is; for the same issuer and client alone, so that nobody sends it
    ///   to another address.
    ///
    /// Throws: ``AgentError/invalid(field:_:)``, `OutgoingError`, ``OpenIDError/descriptionInvalid(_:)``.
    package func set(
        _ provider: OpenIDProvider,
        keepsSecret: Bool,
        by actor: AuditActor
    ) async throws -> OpenIDProvider {
        var wanted = try provider.validated()
        if keepsSecret, let known = try await self.provider(), known.issuer == wanted.issuer,
            known.clientID == wanted.clientID
        {
            wanted.clientSecret = known.clientSecret
        }
        _ = try await client.description(of: wanted.issuer, isFresh: true)
        let (now, set) = (clock.now, wanted)
        try await database.write { db in
            try OpenIDSQL(db: db).set(set, at: now)
            let changed = Deed(
                .openIDProviderChanged,
                by: actor,
                on: AuditSubject("openid_provider"),
                [
                    "issuer": set.issuer, "roles": set.roles.map(\.role.rawValue).joined(separator: " "),
                    "links_verified_email": "\(set.linksVerifiedEmail)",
                    "creates_agents": "\(set.createsAgents)",
                    "trusted_methods": set.trustedMethods.joined(separator: " "),
                ]
            )
            try AuditTrail.record(changed, at: now, in: db)
        }
        return set
    }

    /// Nobody signs in so any more; sessions that there are go on, and who was linked stays so.
    ///
    /// - Throws: ``OpenIDError/notSetUp``.
    package func remove(by actor: AuditActor) async throws {
        let now = clock.now
        try await database.write { db in
            guard try OpenIDSQL(db: db).removeProvider() else { throw OpenIDError.notSetUp }
            let removed = Deed(.openIDProviderChanged, by: actor, on: AuditSubject("openid_provider"))
            try AuditTrail.record(removed, at: now, in: db)
        }
    }
}
