import Base
import Storage

/// Every statement about customers, their sessions and the identity tokens they used.
struct CustomerSQL {
    let db: Connection

    /// The customer of an id; a guest who became verified is answered as the verified customer.
    func customer(_ id: ID<Customer>) throws(DatabaseError) -> Customer? {
        try db.first(
            Customer.self,
            """
            SELECT \(Customer.columns) FROM customer JOIN customer AS asked
            ON customer.id = COALESCE(asked.merged_into, asked.id) WHERE asked.id = \(id)
            """
        )
    }

    /// The customers of some ids, in no order; unknown ids are left out.
    func customers(_ ids: [ID<Customer>]) throws(DatabaseError) -> [Customer] {
        try db.all(Customer.self, "SELECT \(Customer.columns) FROM customer WHERE id IN (\(list: ids))")
    }

    func insertGuest(_ guest: Customer) throws(DatabaseError) {
        let profile = guest.profile
        try db.run(
            """
            INSERT INTO customer (id, locale, attributes, created_at, updated_at)
            VALUES (\(guest.id), \(profile.locale), \(JSONColumn(profile.attributes)), \(guest.createdAt),
                \(guest.createdAt))
            """
        )
    }

    /// The verified customer of a uid, whom nobody else changes until this transaction ends; nil for a new one.
    func held(uid: String?) throws(DatabaseError) -> Customer? {
        try db.first(
            Customer.self,
            "UPDATE customer SET updated_at = updated_at WHERE uid = \(uid) RETURNING \(Customer.columns)"
        )
    }

    /// Inserts the verified customer of a uid or brings the attributes up to date.
    ///
    /// - Returns: The customer with the id that the uid has always had.
    func upsertVerified(_ customer: Customer, at now: Instant) throws(DatabaseError) -> Customer {
        let profile = customer.profile
        let stored = try db.first(
            Customer.self,
            """
            INSERT INTO customer (id, uid, name, email, locale, tier, identity_level, attributes, created_at, updated_at)
            VALUES (\(customer.id), \(customer.uid), \(profile.name), \(profile.email), \(profile.locale),
                \(profile.tier), \(profile.identityLevel), \(JSONColumn(profile.attributes)), \(now), \(now))
            ON CONFLICT (uid) DO UPDATE SET name = excluded.name, email = excluded.email, locale = excluded.locale,
                tier = excluded.tier, identity_level = excluded.identity_level, attributes = excluded.attributes,
                updated_at = excluded.updated_at
            RETURNING \(Customer.columns)
            """
        )
        guard let stored else { throw DatabaseError(.failed, "an upsert returned no row") }
        return stored
    }

    /// Marks a guest as having become a verified customer, for good.
    func merge(_ guest: ID<Customer>, into verified: ID<Customer>, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE customer SET merged_into = \(verified), updated_at = \(now)
            WHERE id = \(guest) AND uid IS NULL AND merged_into IS NULL
            """
        )
        try db.run("DELETE FROM customer_session WHERE customer_id = \(guest)")
    }

    /// Whom a guest became; nil while they are a guest, which they stay until this transaction ends.
    func heldMergedInto(_ guest: ID<Customer>) throws(DatabaseError) -> ID<Customer>? {
        let lock = db.dialect(sqlite: "", postgres: "FOR SHARE")
        return try db.value(
            ID<Customer>.self,
            "SELECT merged_into FROM customer WHERE id = \(guest) \(lock)"
        )
    }

    func insertSession(
        _ digest: [UInt8],
        _ customer: ID<Customer>,
        from now: Instant,
        until expiry: Instant
    )
        throws(DatabaseError)
    {
        try db.run(
            """
            INSERT INTO customer_session (token_digest, customer_id, created_at, expires_at)
            VALUES (\(digest), \(customer), \(now), \(expiry))
            """
        )
    }

    /// Whose session it is; nil when it is unknown or over.
    func customer(withSession digest: [UInt8], at now: Instant) throws(DatabaseError) -> Customer? {
        try db.first(
            Customer.self,
            """
            SELECT \(Customer.columns) FROM customer_session JOIN customer ON customer.id = customer_session.customer_id
            WHERE token_digest = \(digest) AND expires_at > \(now)
            """
        )
    }

    func deleteSession(_ digest: [UInt8]) throws(DatabaseError) {
        try db.run("DELETE FROM customer_session WHERE token_digest = \(digest)")
    }

    /// Notes that a token was used.
    ///
    /// - Returns: Whose it was before; nil when this is the first use.
    func claim(
        jti: String,
        for customer: ID<Customer>,
        until expiry: Instant
    ) throws(DatabaseError) -> ID<Customer>? {
        let isFirst = try db.run(
            """
            INSERT INTO identity_token_use (jti, customer_id, expires_at) VALUES (\(jti), \(customer), \(expiry))
            ON CONFLICT (jti) DO NOTHING
            """
        )
        if isFirst == 1 { return nil }
        return try db.value(
            ID<Customer>.self,
            "SELECT customer_id FROM identity_token_use WHERE jti = \(jti)"
        )
    }

    /// Which of some sessions are not over.
    func holding(_ digests: [[UInt8]], at now: Instant) throws(DatabaseError) -> [[UInt8]] {
        try db.values(
            [UInt8].self,
            """
            SELECT token_digest FROM customer_session
            WHERE token_digest IN (\(list: digests)) AND expires_at > \(now)
            """
        )
    }

    /// Forgets sessions and used tokens that are over.
    func deleteExpired(at now: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM customer_session WHERE expires_at <= \(now)")
        try db.run("DELETE FROM identity_token_use WHERE expires_at <= \(now)")
    }
}
