package import Base
package import Safeguard
package import Storage

/// What becomes of a guest's things when the guest turns out to be a verified customer.
///
/// Declared here because People needs it; implemented upstairs by whoever keeps things of a customer.
package protocol CustomerMerging: Sendable {
    /// Hands everything of `guest` over to `verified`, inside the same transaction.
    func merge(_ guest: ID<Customer>, into verified: ID<Customer>, db: Connection) throws
}

/// Who the customers are: sessions of guests and of those whom the exchange vouches for.
package struct Customers: Sendable {
    /// A session is renewed by nothing; after this long the customer starts another.
    private static let sessionLife = Duration.seconds(30 * 24 * 3600)

    /// A customer and the token that proves it; the token is not kept anywhere.
    package struct Session: Sendable {
        package let customer: Customer
        package let token: OpaqueToken
    }

    private let database: any Database
    private let verifier: IdentityTokenVerifier
    private let merging: [any CustomerMerging]
    private let clock: any WallClock

    package init(
        _ database: any Database,
        verifier: IdentityTokenVerifier,
        merging: [any CustomerMerging],
        clock: any WallClock
    ) {
        self.database = database
        self.verifier = verifier
        self.merging = merging
        self.clock = clock
    }

    /// A session for somebody of whom nothing is known.
    package func startGuestSession(locale: LocaleCode) async throws -> Session {
        let now = clock.now
        let guest = Customer(id: ID(at: now), uid: nil, profile: .init(locale: locale), createdAt: now)
        let token = OpaqueToken(prefix: CustomerPrincipal.tokenPrefix)
        try await database.write { db in
            let sql = CustomerSQL(db: db)
            try sql.insertGuest(guest)
            try sql.insertSession(token.digest, guest.id, from: now, until: now + Self.sessionLife)
        }
        return Session(customer: guest, token: token)
    }

    /// A session for the customer whom an identity token names.
    ///
    /// A guest who signs in keeps their conversations.
    ///
    /// A token counts once; only whoever it was issued to may show it again, so that a reloaded page works.
    ///
    /// - `text`: The identity token.
    /// - `current`: Whose session the request came in, if any.
    ///
    /// Throws: ``CustomerError/identityTokenRefused(_:)``.
    package func startVerifiedSession(identityToken text: String, current: Customer?) async throws -> Session
    {
        let identity = try await verifier.verify(text)
        let now = clock.now
        let fresh = Customer(id: ID(at: now), uid: identity.uid, profile: identity.profile, createdAt: now)
        let token = OpaqueToken(prefix: CustomerPrincipal.tokenPrefix)
        let merging = merging
        let customer = try await database.write { db in
            let sql = CustomerSQL(db: db)
            let known = try sql.held(uid: identity.uid)
            let customer = try sql.upsertVerified(fresh, at: now)
            let changes = CustomerChange.changes(from: known?.profile, to: customer.profile, at: now)
            try CustomerChangeSQL(db: db).insert(changes, of: customer.id)
            // Two pages of one guest may sign in at the same moment: the second is the verified customer's already.
            let current = try current.flatMap { asked in try sql.customer(asked.id) }
            if let owner = try sql.claim(jti: identity.jti, for: customer.id, until: identity.expiresAt) {
                guard owner == customer.id, current?.id == customer.id else {
                    throw CustomerError.identityTokenRefused(.replayed)
                }
            }
            if let current, !current.isVerified {
                // Marked first: whoever writes as the guest meanwhile waits for this, and then writes as the customer.
                try sql.merge(current.id, into: customer.id, at: now)
                for merger in merging { try merger.merge(current.id, into: customer.id, db: db) }
            }
            try sql.insertSession(token.digest, customer.id, from: now, until: now + Self.sessionLife)
            return customer
        }
        return Session(customer: customer, token: token)
    }

    /// Ends a session; what its customer wrote stays.
    func endSession(_ token: String) async throws {
        let digest = OpaqueToken.digest(of: token)
        try await database.write { db in try CustomerSQL(db: db).deleteSession(digest) }
    }

    /// Whose session a token is; nil when it is unknown or over.
    package func customer(withSession token: String) async throws -> Customer? {
        guard token.hasPrefix(CustomerPrincipal.tokenPrefix) else { return nil }
        let digest = OpaqueToken.digest(of: token)
        let now = clock.now
        return try await database.read { db in try CustomerSQL(db: db).customer(withSession: digest, at: now)
        }
    }

    /// Which of some sessions still hold, by the digests of their tokens.
    func holding(_ digests: [[UInt8]]) async throws -> Set<[UInt8]> {
        let now = clock.now
        return try await database.read { db in Set(try CustomerSQL(db: db).holding(digests, at: now)) }
    }

    /// The customer of an id; nil when there is none.
    package func customer(_ id: ID<Customer>) async throws -> Customer? {
        try await database.read { db in try CustomerSQL(db: db).customer(id) }
    }

    /// The customer of an id, looked at in the same transaction; nil when there is none.
    package func customer(
        _ id: ID<Customer>,
        checking check: @escaping @Sendable (Customer, Connection) throws -> Void
    ) async throws -> Customer? {
        try await database.read { db in
            let customer = try CustomerSQL(db: db).customer(id)
            if let customer { try check(customer, db) }
            return customer
        }
    }

    /// The customer of an id inside a transaction of the caller.
    package static func customer(_ id: ID<Customer>, in db: Connection) throws(DatabaseError) -> Customer? {
        try CustomerSQL(db: db).customer(id)
    }

    /// Who a customer is by now, inside a writing transaction of the caller.
    ///
    /// A guest may have become verified since the request was recognised; one who is a guest stays it until the
    /// transaction ends, so that nothing is left with the guest.
    package static func current(_ customer: Customer, in db: Connection) throws(DatabaseError) -> Customer {
        let sql = CustomerSQL(db: db)
        guard !customer.isVerified, let merged = try sql.heldMergedInto(customer.id) else { return customer }
        return try sql.customer(merged) ?? customer
    }

    /// Seals who customers are where that was written before anything was sealed.
    package static let sealing: TextSealer.Step = { db, limit in
        try CustomerSQL.sealContacts(in: db, limit: limit)
    }

    /// The customers of some ids, inside a transaction of the caller.
    package static func customers(
        _ ids: [ID<Customer>],
        in db: Connection
    ) throws(DatabaseError) -> [Customer] {
        try CustomerSQL(db: db).customers(ids)
    }

    /// What changed of who a customer is, the newest first.
    package func changes(
        of customer: ID<Customer>,
        _ place: ChangesBefore?,
        limit: Int
    ) async throws -> [CustomerChange] {
        try await database.read { db in
            try CustomerChangeSQL(db: db).changes(of: customer, place, limit: limit)
        }
    }

    /// Forgets sessions, tokens and solved puzzles that are over.
    package func deleteExpired() async throws {
        let now = clock.now
        try await database.write { db in
            try CustomerSQL(db: db).deleteExpired(at: now)
            try PuzzleSQL(db: db).deleteExpired(at: now)
        }
    }
}
