import Base
import Mail
package import Storage

/// That subscribers are to be told of something.
struct TellSubscribersJob: Job {
    static let name = "announcement.tell"

    let announcement: ID<Announcement>
    let revision: Int
    /// Of what is told on: when; nil for what was published or is over.
    let update: Instant?

    /// There is one of a revision.
    var key: String { "\(announcement) \(revision)" }
}

extension AnnouncementSubscriptions: AnnouncementHearer {
    /// A letter is of no use later.
    private static let validity = Duration.seconds(2 * 86_400)
    /// Subscribers of one run of the job.
    ///
    /// The next ones come behind what waits by then, so that a code that a customer
    /// waits for is not sent after the letters to everybody.
    private static let portion = 100

    package func tell(_ announcement: Announcement, _ news: AnnouncementNews, in db: Connection) throws {
        try AnnouncementSubscriptionSQL(db: db).beginTelling(announcement.id, announcement.revision)
        let job = TellSubscribersJob(
            announcement: announcement.id,
            revision: announcement.revision,
            update: news.update
        )
        try jobs.enqueue(job, key: job.key, in: db)
    }

    package func takeBack(_ announcement: Announcement, in db: Connection) throws {
        // Its jobs find nothing to go on with; what is published again is told by a job of its own.
        try AnnouncementSubscriptionSQL(db: db).endTelling(announcement.id)
        try mailer.withdraw(Self.purpose(announcement.id), in: db)
    }

    /// Writes the next letters, each once: how far it came stands in the transaction that writes them.
    func tellNext(_ job: TellSubscribersJob) async throws {
        try await database.write { db in
            // First, as whoever publishes and takes back does: what is taken back meanwhile is withdrawn with these letters.
            guard try AnnouncementSQL(db: db).hold(job.announcement) else { return }
            let sql = AnnouncementSubscriptionSQL(db: db)
            guard let telling = try sql.heldTelling(job.announcement, job.revision) else { return }
            guard let announcement = try AnnouncementSQL(db: db).announcement(job.announcement),
                announcement.stage == .published
            else { return try sql.endTelling(job.announcement, job.revision) }
            let subscriptions = try sql.confirmed(after: telling.last, limit: Self.portion)
            for subscription in subscriptions where subscription.scope.holds(announcement) {
                try write(announcement, job.update, to: subscription, in: db)
            }
            guard let last = subscriptions.last, subscriptions.count == Self.portion else {
                return try sql.endTelling(job.announcement, job.revision)
            }
            try sql.told(job.announcement, job.revision, upTo: last.id)
            try jobs.enqueue(job, key: job.key, in: db)
        }
    }

    private func write(
        _ announcement: Announcement,
        _ update: Instant?,
        to subscription: AnnouncementSubscription,
        in db: Connection
    ) throws {
        guard let address = MailAddress(subscription.contents.address) else { return }
        let sign = try subscription.customer.flatMap { try mark($0, address, subscription.locale, db) }
        guard let letter = try letters.news(of: announcement, update, to: address, subscription, sign) else {
            return
        }
        try mailer.send(letter, for: Self.purpose(announcement.id), within: Self.validity, in: db)
    }

    private static func purpose(_ announcement: ID<Announcement>) -> String { "announcement/\(announcement)" }
}
