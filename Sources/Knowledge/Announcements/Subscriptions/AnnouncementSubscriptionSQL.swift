import Base
import Mail
import People
import Safeguard
import Storage

/// Every statement about subscriptions, and the one place that seals and opens their addresses.
struct AnnouncementSubscriptionSQL {
    private static let columns: SQL =
        "id, customer_id, contents, locale, kinds, products, created_at, confirmed_at"

    let db: Connection

    // MARK: - Reading

    /// The one whose letters hold a token; nil where there is none, or none any more.
    func subscription(token: String) throws(DatabaseError) -> AnnouncementSubscription? {
        try db.first(
            AnnouncementSubscription.self,
            "SELECT \(Self.columns) FROM announcement_subscription WHERE token_hash = \(OpaqueToken.digest(of: token))"
        )
    }

    func subscriptions(of customers: [ID<Customer>]) throws(DatabaseError) -> [AnnouncementSubscription] {
        try db.all(
            AnnouncementSubscription.self,
            """
            SELECT \(Self.columns) FROM announcement_subscription WHERE customer_id IN (\(list: customers)) ORDER BY id
            """
        )
    }

    /// Those who said yes, in the order of their ids.
    ///
    /// - Parameters:
    ///   - last: Only those after it; nil for the first.
    ///   - limit: Rows at most.
    /// - Returns: 0...`limit` subscriptions.
    /// - Throws: `DatabaseError` when the engine fails.
    /// - Complexity: one range scan of the primary key.
    func confirmed(
        after last: ID<AnnouncementSubscription>?,
        limit: Int
    ) throws(DatabaseError) -> [AnnouncementSubscription] {
        let after: SQL = if let last { "id > \(last)" } else { "1 = 1" }
        return try db.all(
            AnnouncementSubscription.self,
            """
            SELECT \(Self.columns) FROM announcement_subscription WHERE \(after) AND confirmed_at IS NOT NULL
            ORDER BY id LIMIT \(limit)
            """
        )
    }

    /// How often an address was asked for since a moment; what became of it does not count.
    ///
    /// - Complexity: one range scan of `announcement_subscription_by_address`.
    func asked(_ address: MailAddress, since moment: Instant) throws(DatabaseError) -> Int {
        let hash = try hash(of: address.description)
        return try db.value(
            Int.self,
            """
            SELECT COUNT(*) FROM announcement_subscription WHERE address_hash = \(hash) AND created_at > \(moment)
            """
        ) ?? 0
    }

    // MARK: - Writing

    func insert(_ subscription: AnnouncementSubscription) throws(DatabaseError) {
        let contents = try db.seal(
            json: subscription.contents,
            of: .installation,
            as: Self.field(subscription.id)
        )
        try db.run(
            """
            INSERT INTO announcement_subscription (id, customer_id, contents, address_hash, token_hash, locale, kinds,
                products, created_at)
            VALUES (\(subscription.id), \(subscription.customer), \(contents),
                \(try hash(of: subscription.contents.address)),
                \(OpaqueToken.digest(of: subscription.contents.token)), \(subscription.locale),
                \(JSONColumn(subscription.scope.kinds)), \(JSONColumn(subscription.scope.products)),
                \(subscription.createdAt))
            """
        )
    }

    /// Lets one count, in the place of every other one of its address.
    func confirm(_ subscription: AnnouncementSubscription, at now: Instant) throws(DatabaseError) {
        let hash = try hash(of: subscription.contents.address)
        try db.run(
            "DELETE FROM announcement_subscription WHERE address_hash = \(hash) AND id <> \(subscription.id)"
        )
        try db.run(
            "UPDATE announcement_subscription SET confirmed_at = \(now) WHERE id = \(subscription.id) AND confirmed_at IS NULL"
        )
    }

    func change(
        _ id: ID<AnnouncementSubscription>,
        to scope: SubscriptionScope,
        in locale: LocaleCode
    ) throws(DatabaseError) {
        try db.run(
            """
            UPDATE announcement_subscription SET kinds = \(JSONColumn(scope.kinds)),
                products = \(JSONColumn(scope.products)), locale = \(locale)
            WHERE id = \(id)
            """
        )
    }

    func delete(_ id: ID<AnnouncementSubscription>) throws(DatabaseError) {
        try db.run("DELETE FROM announcement_subscription WHERE id = \(id)")
    }

    /// Forgets the address of one that nobody said yes to.
    func deleteUnconfirmed(_ id: ID<AnnouncementSubscription>) throws(DatabaseError) {
        try db.run("DELETE FROM announcement_subscription WHERE id = \(id) AND confirmed_at IS NULL")
    }

    /// Every one of somebody, whether they said yes or not.
    ///
    /// - Returns: How many there were.
    func delete(of customers: [ID<Customer>]) throws(DatabaseError) -> Int {
        try db.run("DELETE FROM announcement_subscription WHERE customer_id IN (\(list: customers))")
    }

    // MARK: - How far they were told

    /// Begins to tell subscribers.
    func beginTelling(_ id: ID<Announcement>, _ revision: Int) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO announcement_telling (announcement_id, revision) VALUES (\(id), \(revision))
            ON CONFLICT (announcement_id, revision) DO NOTHING
            """
        )
    }

    /// Holds the telling of something against other nodes.
    ///
    /// - Returns: Whom it has come to, nil for nobody yet; none where it is over.
    func heldTelling(_ id: ID<Announcement>, _ revision: Int) throws(DatabaseError) -> TellingRow? {
        try db.first(
            TellingRow.self,
            """
            UPDATE announcement_telling SET revision = revision
            WHERE announcement_id = \(id) AND revision = \(revision) RETURNING last_subscription_id
            """
        )
    }

    func told(
        _ id: ID<Announcement>,
        _ revision: Int,
        upTo last: ID<AnnouncementSubscription>
    ) throws(DatabaseError) {
        try db.run(
            """
            UPDATE announcement_telling SET last_subscription_id = \(last)
            WHERE announcement_id = \(id) AND revision = \(revision)
            """
        )
    }

    func endTelling(_ id: ID<Announcement>, _ revision: Int) throws(DatabaseError) {
        try db.run(
            "DELETE FROM announcement_telling WHERE announcement_id = \(id) AND revision = \(revision)"
        )
    }

    /// Ends every telling of something, whatever its revision.
    func endTelling(_ id: ID<Announcement>) throws(DatabaseError) {
        try db.run("DELETE FROM announcement_telling WHERE announcement_id = \(id)")
    }

    // MARK: - Inside

    /// One person's way of writing an address is another one's: the same but for capitals is the same.
    private func hash(of address: String) throws(DatabaseError) -> [UInt8] {
        try db.dataKey(of: .installation).fingerprint(
            address.lowercased(),
            as: FieldName("announcement_subscription.address_hash")
        )
    }

    static func field(_ id: ID<AnnouncementSubscription>) -> FieldName {
        FieldName("announcement_subscription.contents", row: id.bytes)
    }
}

/// Whom a telling has come to.
struct TellingRow: RowDecodable {
    let last: ID<AnnouncementSubscription>?

    init(row: Row) throws(DatabaseError) {
        self.last = try row.get("last_subscription_id")
    }
}

extension AnnouncementSubscription: RowDecodable {
    init(row: Row) throws(DatabaseError) {
        let id: ID<AnnouncementSubscription> = try row.get("id")
        let contents = try row.opened(
            "contents",
            json: Contents.self,
            of: .installation,
            as: AnnouncementSubscriptionSQL.field(id)
        )
        self.init(
            id: id,
            customer: try row.get("customer_id"),
            // Nobody can be written to without the key that it was sealed with.
            contents: contents ?? Contents(address: "", token: ""),
            locale: try row.get("locale"),
            scope: SubscriptionScope(
                kinds: try row.get("kinds", as: JSONColumn<[Announcement.Kind]>.self).value,
                products: try row.get("products", as: JSONColumn<[String]>.self).value
            ),
            createdAt: try row.get("created_at"),
            confirmedAt: try row.get("confirmed_at")
        )
    }
}
