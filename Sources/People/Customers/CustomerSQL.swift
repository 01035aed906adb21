import Base
import Safeguard
package import Storage

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
        _ = try db.existingDataKeys(of: ids.map(KeyOwner.init))
        return try db.all(
            Customer.self,
            "SELECT \(Customer.columns) FROM customer WHERE id IN (\(list: ids))"
        )
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
        let id = try db.value(
            ID<Customer>.self,
            """
            INSERT INTO customer (id, uid, locale, tier, identity_level, attributes, created_at, updated_at)
            VALUES (\(customer.id), \(customer.uid), \(profile.locale), \(profile.tier), \(profile.identityLevel), '{}',
                \(now), \(now))
            ON CONFLICT (uid) DO UPDATE SET locale = excluded.locale, tier = excluded.tier,
                identity_level = excluded.identity_level, updated_at = excluded.updated_at
            RETURNING id
            """
        )
        guard let id else { throw DatabaseError(.failed, "an upsert returned no row") }
        // Under the key of the id that the uid has always had.
        let contact = try db.seal(json: CustomerContact(profile), of: KeyOwner(id), as: .contact)
        let stored = try db.first(
            Customer.self,
            """
            UPDATE customer SET name = NULL, email = NULL, attributes = '{}', sealed_contact = \(contact)
            WHERE id = \(id) RETURNING \(Customer.columns)
            """
        )
        guard let stored else { throw DatabaseError(.failed, "an update returned no row") }
        return stored
    }

    /// Seals who customers are where that was written before anything was sealed.
    ///
    /// - Complexity: a stretch of `customer_unsealed`.
    static func sealContacts(in db: Connection, limit: Int) throws -> Int {
        let rows = try db.rows(
            """
            SELECT \(Customer.columns) FROM customer
            WHERE sealed_contact IS NULL AND uid IS NOT NULL ORDER BY id LIMIT \(limit)
            """
        )
        for row in rows {
            let customer = try Customer(row: row)
            let contact = CustomerContact(customer.profile)
            let sealed = try db.seal(json: contact, of: KeyOwner(customer.id), as: .contact)
            try db.run(
                """
                UPDATE customer SET name = NULL, email = NULL, attributes = '{}', sealed_contact = \(sealed)
                WHERE id = \(customer.id) AND sealed_contact IS NULL
                """
            )
        }
        return rows.count
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

/// What the exchange says about a customer that is theirs alone, as it is sealed.
struct CustomerContact: Codable, Sendable {
    var name: String?
    var email: String?
    var attributes: [String: String]

    init(_ profile: Customer.Profile) {
        name = profile.name
        email = profile.email
        attributes = profile.attributes
    }

    /// Reads the columns of before anything was sealed.
    init(plain row: Row) throws(DatabaseError) {
        name = try row.get("name")
        email = try row.get("email")
        attributes = try row.get("attributes", as: JSONColumn<[String: String]>.self).value
    }
}

extension FieldName {
    static let contact = FieldName("customer.sealed_contact")
}

extension Customer: RowDecodable {
    static let columns: SQL = """
        customer.id, customer.uid, customer.name, customer.email, customer.locale, customer.tier, \
        customer.identity_level, customer.attributes, customer.sealed_contact, customer.created_at
        """

    package init(row: Row) throws(DatabaseError) {
        let id: ID<Customer> = try row.get("id")
        let sealed = try row.opened(
            "sealed_contact",
            json: CustomerContact.self,
            of: KeyOwner(id),
            as: .contact
        )
        let contact = if let sealed { sealed } else { try CustomerContact(plain: row) }
        self.init(
            id: id,
            uid: try row.get("uid"),
            profile: Profile(
                name: contact.name,
                email: contact.email,
                locale: try row.get("locale"),
                tier: try row.get("tier"),
                identityLevel: try row.get("identity_level"),
                attributes: contact.attributes
            ),
            createdAt: try row.get("created_at")
        )
    }
}
