package import Base
package import Mail
package import People
import Safeguard
package import Storage
package import Web

/// That an address is forgotten whose owner did not say yes.
struct ForgetSubscriptionJob: Job {
    static let name = "announcement.subscription.forget"

    let subscription: ID<AnnouncementSubscription>
}

/// The door to subscriptions by mail: asked for, said yes to by the owner of the address, changed and ended by a link in
/// each letter.
package struct AnnouncementSubscriptions: Sendable {
    /// What a letter to an address holds so that a customer knows that it is ours, in their language; nil where the
    /// address is not theirs, or they chose nothing.
    package typealias Mark = @Sendable (ID<Customer>, MailAddress, LocaleCode, Connection) throws -> String?

    /// How long the link to say yes is of use, and then the address is forgotten.
    static let patience = Duration.seconds(86_400)
    /// How often an address that did not say yes is written to within an hour.
    static let mostQuestions = 3

    let database: any Database
    let mailer: Mailer
    let letters: SubscriptionLetters
    let mark: Mark
    let jobs: Jobs
    let clock: any WallClock

    /// Takes what letters are made of.
    ///
    /// - Parameters:
    ///   - database: Where they are kept.
    ///   - mailer: What sends the letters.
    ///   - site: Where everybody reaches the help centre. It is never taken from a request: whoever asks for a letter to
    ///     somebody would choose where its links lead.
    ///   - brand: Who writes.
    ///   - localisation: The words.
    ///   - mark: What customers know our letters by.
    ///   - jobs: Where telling them waits.
    ///   - clock: What time it is.
    package init(
        _ database: any Database,
        mailer: Mailer,
        site: SiteOrigin,
        brand: String,
        localisation: Localisation,
        mark: @escaping Mark,
        jobs: Jobs,
        clock: any WallClock
    ) {
        self.database = database
        self.mailer = mailer
        self.letters = SubscriptionLetters(site: site, brand: brand, localisation: localisation)
        self.mark = mark
        self.jobs = jobs
        self.clock = clock
    }

    /// What the job runner needs.
    package var handlers: [JobHandler] {
        [
            JobHandler(TellSubscribersJob.self) { job in try await tellNext(job) },
            JobHandler(ForgetSubscriptionJob.self) { job in
                try await database.write { db in
                    try AnnouncementSubscriptionSQL(db: db).deleteUnconfirmed(job.subscription)
                }
            },
        ]
    }

    // MARK: - Asking and ending

    /// Writes to an address whether its owner wants to hear of announcements.
    ///
    /// One that was written to too often lately is not written to, and whoever asks does not learn it: it would tell them
    /// that somebody asked before.
    ///
    /// - Parameters:
    ///   - text: The address.
    ///   - scope: Of what.
    ///   - customer: Whose session it is.
    ///   - locale: The language of the letters.
    /// - Throws: ``SubscriptionError``.
    func ask(
        _ text: String,
        _ scope: SubscriptionScope,
        by customer: ID<Customer>?,
        in locale: LocaleCode
    ) async throws {
        // The letter names them: to somebody else's address, in our name, whoever asks writes no words of their own.
        try await check(scope, besides: [])
        guard let address = MailAddress(text.trimmed) else { throw SubscriptionError.noAddress }
        let now = clock.now
        let asked = AnnouncementSubscription(
            id: ID(at: now),
            customer: customer,
            contents: .init(address: address.description, token: OpaqueToken(prefix: "sbn_").text),
            locale: locale,
            scope: scope,
            createdAt: now,
            confirmedAt: nil
        )
        let (letters, mailer, jobs) = (letters, mailer, jobs)
        try await database.write { db in
            let sql = AnnouncementSubscriptionSQL(db: db)
            guard try sql.asked(address, since: now - .seconds(3600)) < Self.mostQuestions else { return }
            try sql.insert(asked)
            let forgetting = ForgetSubscriptionJob(subscription: asked.id)
            try jobs.enqueue(forgetting, key: asked.id.description, after: Self.patience, in: db)
            // Whoever asks need not be the owner of the address: no letter before the yes holds what only they know.
            let letter = try letters.question(asked, to: address)
            try mailer.send(letter, for: "subscription_question", within: Self.patience, in: db)
        }
    }

    /// The subscription of a link; nil where it was ended, another one took its place, or nobody said yes in time.
    ///
    /// What a link leads to looks here before it writes: whoever makes links up takes nobody's turn to write.
    func subscription(_ token: String) async throws -> AnnouncementSubscription? {
        try await database.read { db in try current(token, in: db) }
    }

    /// The owner of the address says yes; what they wanted before is over.
    ///
    /// - Returns: Whether there is such a subscription; yes as often as it is said.
    func confirm(_ token: String) async throws -> Bool {
        guard try await subscription(token) != nil else { return false }
        let (now, jobs) = (clock.now, jobs)
        return try await database.write { db in
            guard let found = try current(token, in: db) else { return false }
            guard found.confirmedAt == nil else { return true }
            try AnnouncementSubscriptionSQL(db: db).confirm(found, at: now)
            try jobs.cancel(ForgetSubscriptionJob.self, key: found.id.description, in: db)
            return true
        }
    }

    /// Changes what its owner hears of, and in which language.
    ///
    /// - Returns: Whether there is such a subscription, said yes to.
    /// - Throws: ``SubscriptionError/unknown(field:)``.
    func change(_ token: String, to scope: SubscriptionScope, in locale: LocaleCode) async throws -> Bool {
        guard let known = try await subscription(token), known.confirmedAt != nil else { return false }
        try await check(scope, besides: known.scope.products)
        return try await database.write { db in
            guard let found = try current(token, in: db), found.confirmedAt != nil else { return false }
            try AnnouncementSubscriptionSQL(db: db).change(found.id, to: scope, in: locale)
            return true
        }
    }

    /// Ends one, with its address; nothing happens where there is none any more.
    func end(_ token: String) async throws {
        guard try await subscription(token) != nil else { return }
        let jobs = jobs
        try await database.write { db in
            guard let found = try current(token, in: db) else { return }
            try AnnouncementSubscriptionSQL(db: db).delete(found.id)
            try jobs.cancel(ForgetSubscriptionJob.self, key: found.id.description, in: db)
        }
    }

    /// Takes the products alone that announcements name, and those that somebody has chosen already.
    private func check(_ scope: SubscriptionScope, besides chosen: [String]) async throws {
        let unknown = Set(scope.products).subtracting(chosen)
        guard !unknown.isEmpty else { return }
        let offered = try await database.read { db in try AnnouncementSQL(db: db).products() }
        guard unknown.isSubset(of: offered) else { throw SubscriptionError.unknown(field: "products") }
    }

    private func current(_ token: String, in db: Connection) throws -> AnnouncementSubscription? {
        let oldest = clock.now - Self.patience
        guard let found = try AnnouncementSubscriptionSQL(db: db).subscription(token: token),
            found.confirmedAt != nil || found.createdAt > oldest
        else { return nil }
        return found
    }
}
