import Base
import Safeguard
package import Storage

/// Every statement about webhooks and what they are told, and the one place that seals and opens addresses and secrets.
struct AnnouncementWebhookSQL {
    private static let columns: SQL = "id, contents, kinds, products, created_at, taken_at, disabled_at"
    private static let deliveryColumns: SQL = """
        id, announcement_webhook_id, announcement_id, type, body, state, attempts, status, last_error, created_at,
        settled_at
        """

    let db: Connection

    // MARK: - Webhooks

    /// All of them, the oldest first.
    func webhooks() throws(DatabaseError) -> [AnnouncementWebhook] {
        try db.all(AnnouncementWebhook.self, "SELECT \(Self.columns) FROM announcement_webhook ORDER BY id")
    }

    func webhook(_ id: ID<AnnouncementWebhook>) throws(DatabaseError) -> AnnouncementWebhook? {
        try db.first(
            AnnouncementWebhook.self,
            "SELECT \(Self.columns) FROM announcement_webhook WHERE id = \(id)"
        )
    }

    /// How many there are, to which nobody adds until this transaction ends.
    func heldCount() throws(DatabaseError) -> Int {
        try db.run(
            db.dialect(
                sqlite: "SELECT 1",
                postgres: "LOCK TABLE announcement_webhook IN SHARE ROW EXCLUSIVE MODE"
            )
        )
        return try db.value(Int.self, "SELECT COUNT(*) FROM announcement_webhook") ?? 0
    }

    func insert(_ webhook: AnnouncementWebhook) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO announcement_webhook (id, contents, kinds, products, created_at)
            VALUES (\(webhook.id), \(try sealed(webhook)), \(JSONColumn(webhook.scope.kinds)),
                \(JSONColumn(webhook.scope.products)), \(webhook.createdAt))
            """
        )
    }

    /// Changes where one is, what it hears of and whether it hears anything.
    ///
    /// - Returns: Whether there still is one: somebody else may have deleted it since it was read.
    func update(_ webhook: AnnouncementWebhook) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE announcement_webhook SET contents = \(try sealed(webhook)),
                kinds = \(JSONColumn(webhook.scope.kinds)), products = \(JSONColumn(webhook.scope.products)),
                disabled_at = \(webhook.disabledAt)
            WHERE id = \(webhook.id)
            """
        ) > 0
    }

    private func sealed(_ webhook: AnnouncementWebhook) throws(DatabaseError) -> [UInt8] {
        try db.seal(json: webhook.contents, of: .installation, as: Self.field(webhook.id))
    }

    /// - Returns: Whether there was one.
    func delete(_ id: ID<AnnouncementWebhook>) throws(DatabaseError) -> Bool {
        try db.run("DELETE FROM announcement_delivery WHERE announcement_webhook_id = \(id)")
        return try db.run("DELETE FROM announcement_webhook WHERE id = \(id)") > 0
    }

    func took(_ id: ID<AnnouncementWebhook>, at now: Instant) throws(DatabaseError) {
        try db.run("UPDATE announcement_webhook SET taken_at = \(now) WHERE id = \(id)")
    }

    /// Tells one nothing any more.
    ///
    /// - Returns: Whether it was told until now.
    func disable(_ id: ID<AnnouncementWebhook>, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            "UPDATE announcement_webhook SET disabled_at = \(now) WHERE id = \(id) AND disabled_at IS NULL"
        ) > 0
    }

    // MARK: - Deliveries

    func delivery(_ id: ID<AnnouncementDelivery>) throws(DatabaseError) -> AnnouncementDelivery? {
        try db.first(
            AnnouncementDelivery.self,
            "SELECT \(Self.deliveryColumns) FROM announcement_delivery WHERE id = \(id)"
        )
    }

    /// What one was told, the latest first.
    ///
    /// - Complexity: one range scan of `announcement_delivery_by_webhook`.
    func deliveries(
        of webhook: ID<AnnouncementWebhook>,
        before cursor: ID<AnnouncementDelivery>?,
        limit: Int
    ) throws(DatabaseError) -> [AnnouncementDelivery] {
        let before: SQL = if let cursor { "id < \(cursor)" } else { "1 = 1" }
        return try db.all(
            AnnouncementDelivery.self,
            """
            SELECT \(Self.deliveryColumns) FROM announcement_delivery
            WHERE announcement_webhook_id = \(webhook) AND \(before) ORDER BY id DESC LIMIT \(limit)
            """
        )
    }

    func insert(_ delivery: AnnouncementDelivery) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO announcement_delivery (id, announcement_webhook_id, announcement_id, type, body, state,
                attempts, created_at)
            VALUES (\(delivery.id), \(delivery.webhook), \(delivery.announcement), \(delivery.kind),
                \(delivery.body), \(delivery.state), \(delivery.attempts), \(delivery.createdAt))
            """
        )
    }

    /// Notes a try, and perhaps that it was the last; nothing where it was settled meanwhile.
    ///
    /// - Returns: How many tries there were with this one; nil where it waits no more.
    func note(
        _ id: ID<AnnouncementDelivery>,
        status: Int?,
        error: String?,
        settled: AnnouncementDelivery.State?,
        at now: Instant
    ) throws(DatabaseError) -> Int? {
        let waiting = AnnouncementDelivery.State.waiting
        let settledAt = settled.map { _ in now }
        return try db.value(
            Int.self,
            """
            UPDATE announcement_delivery SET attempts = attempts + 1, status = \(status), last_error = \(error),
                state = \(settled ?? waiting), settled_at = \(settledAt)
            WHERE id = \(id) AND state = \(waiting) RETURNING attempts
            """
        )
    }

    /// Ends the waiting of what tells of an announcement.
    func withdraw(_ announcement: ID<Announcement>, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE announcement_delivery SET state = \(AnnouncementDelivery.State.withdrawn), settled_at = \(now)
            WHERE announcement_id = \(announcement) AND state = \(AnnouncementDelivery.State.waiting)
            """
        )
    }

    /// Ends the waiting of what was to be told to one.
    func fail(_ webhook: ID<AnnouncementWebhook>, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE announcement_delivery SET state = \(AnnouncementDelivery.State.failed), settled_at = \(now)
            WHERE announcement_webhook_id = \(webhook) AND state = \(AnnouncementDelivery.State.waiting)
            """
        )
    }

    /// Forgets what was told long ago, also to those that are told nothing any more.
    ///
    /// - Complexity: one range scan of the primary key.
    func forget(before moment: Instant) throws(DatabaseError) {
        try db.run(
            "DELETE FROM announcement_delivery WHERE id < \(ID<AnnouncementDelivery>.first(at: moment))"
        )
    }

    static func field(_ id: ID<AnnouncementWebhook>) -> FieldName {
        FieldName("announcement_webhook.contents", row: id.bytes)
    }
}

extension AnnouncementWebhook: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        let id: ID<AnnouncementWebhook> = try row.get("id")
        let contents = try row.opened(
            "contents",
            json: Contents.self,
            of: .installation,
            as: AnnouncementWebhookSQL.field(id)
        )
        guard let contents else {
            throw DatabaseError(.keyMissing, "the key of webhooks was destroyed")
        }
        self.init(
            id: id,
            contents: contents,
            scope: SubscriptionScope(
                kinds: try row.get("kinds", as: JSONColumn<[Announcement.Kind]>.self).value,
                products: try row.get("products", as: JSONColumn<[String]>.self).value
            ),
            createdAt: try row.get("created_at"),
            takenAt: try row.get("taken_at"),
            disabledAt: try row.get("disabled_at")
        )
    }
}

extension AnnouncementDelivery: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(
            id: try row.get("id"),
            webhook: try row.get("announcement_webhook_id"),
            announcement: try row.get("announcement_id"),
            kind: try row.get("type"),
            body: try row.get("body"),
            state: try row.get("state"),
            attempts: try row.get("attempts"),
            status: try row.get("status"),
            lastError: try row.get("last_error"),
            createdAt: try row.get("created_at"),
            settledAt: try row.get("settled_at")
        )
    }
}
