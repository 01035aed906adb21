package import Base
import People
package import Storage
package import Web

/// That a webhook is to be sent.
struct DeliverAnnouncementJob: Job {
    static let name = "announcement.deliver"

    let delivery: ID<AnnouncementDelivery>
}

/// The door to webhooks: programs of others that are told what is announced, by the rules of Standard Webhooks 1.0.
package struct AnnouncementWebhooks: AnnouncementHearer {
    /// Sends what somebody set, nowhere inside, and returns the status of the answer.
    package typealias Send = @Sendable (OutgoingRequest) async throws -> Int

    static let most = 50
    /// How long a program may take: less than the lease of a job.
    private static let patience = Duration.seconds(15)
    /// How long it can be looked up what was told.
    private static let memory = Duration.seconds(30 * 86_400)
    /// Gone: it wants to hear nothing any more.
    private static let gone = 410

    private let database: any Database
    private let outgoing: OutgoingGuard
    private let send: Send
    private let jobs: Jobs
    let clock: any WallClock

    /// - Parameters:
    ///   - database: Where they are kept.
    ///   - outgoing: Knows which addresses the server may ask.
    ///   - send: How they are asked; nil for `outgoing` itself.
    ///   - jobs: Where deliveries wait.
    ///   - clock: What time it is.
    package init(
        _ database: any Database,
        outgoing: OutgoingGuard,
        send: Send? = nil,
        jobs: Jobs,
        clock: any WallClock
    ) {
        self.database = database
        self.outgoing = outgoing
        self.send = send ?? { request in try await outgoing.send(request).status }
        self.jobs = jobs
        self.clock = clock
    }

    /// What the job runner needs.
    package var handler: JobHandler {
        JobHandler(DeliverAnnouncementJob.self) { job in try await deliver(job) }
    }

    // MARK: - Managing

    func webhooks() async throws -> [AnnouncementWebhook] {
        try await database.read { db in try AnnouncementWebhookSQL(db: db).webhooks() }
    }

    /// Adds one.
    ///
    /// - Throws: `OutgoingError` for an address that the server may not ask; ``AnnouncementWebhookError/tooMany(_:)``.
    func create(
        _ url: String,
        _ scope: SubscriptionScope,
        by actor: AuditActor
    ) async throws -> AnnouncementWebhook {
        try outgoing.check(url)
        let now = clock.now
        let webhook = AnnouncementWebhook(
            id: ID(at: now),
            contents: .init(url: url, secret: WebhookSecret()),
            scope: scope,
            createdAt: now,
            takenAt: nil,
            disabledAt: nil
        )
        try await database.write { db in
            let sql = AnnouncementWebhookSQL(db: db)
            guard try sql.heldCount() < Self.most else { throw AnnouncementWebhookError.tooMany(Self.most) }
            try sql.insert(webhook)
            try Self.record("created", webhook.id, by: actor, at: now, in: db)
        }
        return webhook
    }

    /// Changes where it is, what it hears of, and whether it hears anything.
    ///
    /// - Throws: As ``create(_:_:by:)``; ``AnnouncementWebhookError/notFound``.
    func change(
        _ id: ID<AnnouncementWebhook>,
        _ url: String,
        _ scope: SubscriptionScope,
        isEnabled: Bool,
        by actor: AuditActor
    ) async throws -> AnnouncementWebhook {
        try outgoing.check(url)
        let now = clock.now
        return try await database.write { db in
            let sql = AnnouncementWebhookSQL(db: db)
            guard let known = try sql.webhook(id) else { throw AnnouncementWebhookError.notFound }
            let changed = AnnouncementWebhook(
                id: id,
                contents: .init(url: url, secret: known.contents.secret),
                scope: scope,
                createdAt: known.createdAt,
                takenAt: known.takenAt,
                disabledAt: isEnabled ? nil : known.disabledAt ?? now
            )
            guard try sql.update(changed) else { throw AnnouncementWebhookError.notFound }
            if !isEnabled { try sql.fail(id, at: now) }
            try Self.record("changed", id, by: actor, at: now, in: db)
            return changed
        }
    }

    /// - Throws: ``AnnouncementWebhookError/notFound``.
    func delete(_ id: ID<AnnouncementWebhook>, by actor: AuditActor) async throws {
        let now = clock.now
        try await database.write { db in
            guard try AnnouncementWebhookSQL(db: db).delete(id) else {
                throw AnnouncementWebhookError.notFound
            }
            try Self.record("deleted", id, by: actor, at: now, in: db)
        }
    }

    /// What one was told in the last 30 days, the latest first.
    ///
    /// - Throws: ``AnnouncementWebhookError/notFound``.
    func deliveries(
        of id: ID<AnnouncementWebhook>,
        before cursor: ID<AnnouncementDelivery>?,
        limit: Int
    ) async throws -> (deliveries: [AnnouncementDelivery], next: ID<AnnouncementDelivery>?) {
        let found = try await database.read { db in
            let sql = AnnouncementWebhookSQL(db: db)
            guard try sql.webhook(id) != nil else { throw AnnouncementWebhookError.notFound }
            return try sql.deliveries(of: id, before: cursor, limit: limit + 1)
        }
        let shown = Array(found.prefix(limit))
        return (shown, found.count > limit ? shown.last?.id : nil)
    }

    // MARK: - Telling

    package func tell(_ announcement: Announcement, _ news: AnnouncementNews, in db: Connection) throws {
        try tell(announcement, AnnouncementDelivery.Kind(news), update: news.update, in: db)
    }

    /// Whoever took it is told so: what a program shows of it is its own.
    package func takeBack(_ announcement: Announcement, in db: Connection) throws {
        try AnnouncementWebhookSQL(db: db).withdraw(announcement.id, at: clock.now)
        try tell(announcement, .withdrawn, update: nil, in: db)
    }

    private func tell(
        _ announcement: Announcement,
        _ kind: AnnouncementDelivery.Kind,
        update: Instant?,
        in db: Connection
    ) throws {
        let (now, sql) = (clock.now, AnnouncementWebhookSQL(db: db))
        let content = WebhookBody(kind, announcement, update: update, at: now)
        let body = String(decoding: try WireJSON.encode(content), as: UTF8.self)
        try sql.forget(before: now - Self.memory)
        for webhook in try sql.webhooks()
        where webhook.disabledAt == nil && webhook.scope.holds(announcement) {
            let delivery = AnnouncementDelivery(
                id: ID(at: now),
                webhook: webhook.id,
                announcement: announcement.id,
                kind: kind,
                body: body,
                state: .waiting,
                attempts: 0,
                status: nil,
                lastError: nil,
                createdAt: now,
                settledAt: nil
            )
            try sql.insert(delivery)
            try jobs.enqueue(
                DeliverAnnouncementJob(delivery: delivery.id),
                key: delivery.id.description,
                in: db
            )
        }
    }

    // MARK: - Delivering

    private func deliver(_ job: DeliverAnnouncementJob) async throws {
        let found = try await database.read { db in
            let sql = AnnouncementWebhookSQL(db: db)
            guard let delivery = try sql.delivery(job.delivery), delivery.state == .waiting,
                let webhook = try sql.webhook(delivery.webhook), webhook.disabledAt == nil
            else { return (AnnouncementDelivery, AnnouncementWebhook)?.none }
            return (delivery, webhook)
        }
        guard let (delivery, webhook) = found else { return }
        var status: Int?
        var failure: String?
        do {
            let answered = try await send(request(delivery, webhook))
            status = answered
            if !(200..<300).contains(answered) { failure = "answered" }
        } catch let error as OutgoingError {
            failure = error.problem.code
        }
        try await note(delivery, webhook, status: status, failure: failure)
    }

    private func request(_ delivery: AnnouncementDelivery, _ webhook: AnnouncementWebhook) -> OutgoingRequest
    {
        let seconds = clock.now.milliseconds / 1000
        let (id, body) = (delivery.id.description, Array(delivery.body.utf8))
        let signature = webhook.contents.secret.signature(id: id, seconds: seconds, body: body)
        var request = OutgoingRequest(webhook.contents.url)
        request.method = .post
        request.headers = [
            ("Content-Type", "application/json"), ("webhook-id", id), ("webhook-timestamp", String(seconds)),
            ("webhook-signature", signature),
        ]
        request.body = body
        // Its status says whether it took it; whatever else it says is of no use, however long.
        request.readsBody = false
        request.patience = Self.patience
        return request
    }

    private func note(
        _ delivery: AnnouncementDelivery,
        _ webhook: AnnouncementWebhook,
        status: Int?,
        failure: String?
    ) async throws {
        let (now, jobs) = (clock.now, jobs)
        let isLast = delivery.attempts >= AnnouncementDelivery.pauses.count
        let isGone = status == Self.gone
        let state: AnnouncementDelivery.State? =
            failure == nil ? .delivered : isLast || isGone ? .failed : nil
        try await database.write { db in
            let sql = AnnouncementWebhookSQL(db: db)
            let tries = try sql.note(delivery.id, status: status, error: failure, settled: state, at: now)
            guard let tries else { return }
            if failure == nil { return try sql.took(webhook.id, at: now) }
            if state == nil {
                let job = DeliverAnnouncementJob(delivery: delivery.id)
                let pause = AnnouncementDelivery.pauses[min(tries, AnnouncementDelivery.pauses.count) - 1]
                return try jobs.enqueue(job, key: delivery.id.description, after: pause, in: db)
            }
            // Nothing was taken in all that time, not even something younger.
            let current = try sql.webhook(webhook.id)
            let isLost = current?.takenAt.map { $0 < delivery.createdAt } ?? true
            guard isGone || isLost, try sql.disable(webhook.id, at: now) else { return }
            try sql.fail(webhook.id, at: now)
            try Self.record("disabled", webhook.id, by: .system, at: now, in: db)
        }
    }

    private static func record(
        _ what: String,
        _ id: ID<AnnouncementWebhook>,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        let deed = Deed(
            .webhookChanged,
            by: actor,
            on: AuditSubject("announcement_webhook", id),
            ["change": what]
        )
        try AuditTrail.record(deed, at: now, in: db)
    }
}
