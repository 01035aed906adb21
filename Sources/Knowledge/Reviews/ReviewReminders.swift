package import Base
package import Logging
package import Mail
import People
import ServiceLifecycle
package import Storage
package import Web

/// Tells by mail that the reviews of articles come, a week before and on the day: owners of theirs, in one letter a day that
/// lists all of them, and editors of what nobody owns, or admins where there are no editors.
package struct ReviewReminders: Service {
    private static let pause = Duration.seconds(900)
    /// The next day's letter says it anew.
    private static let validity = Duration.seconds(2 * 86_400)

    private let database: any Database
    private let mailer: Mailer
    private let letters: ReviewLetters
    private let clock: any WallClock
    private let logger: Logger

    /// - Parameters:
    ///   - database: Where articles are kept.
    ///   - mailer: What sends the letters.
    ///   - brand: Who writes.
    ///   - site: Where agents reach the desk.
    ///   - localisation: The words.
    ///   - clock: What time it is; days are those of UTC.
    ///   - logger: Where failures are told.
    package init(
        _ database: any Database,
        mailer: Mailer,
        brand: String,
        site: SiteOrigin,
        localisation: Localisation,
        clock: any WallClock,
        logger: Logger
    ) {
        self.database = database
        self.mailer = mailer
        self.letters = ReviewLetters(brand: brand, site: site, localisation: localisation)
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await RepeatedWork.run(
            every: Self.pause,
            "reviews could not be looked at",
            logger,
            from: ()
        ) { _ in
            try await remind()
        }
    }

    /// Writes what there is to write today; again, it writes nothing.
    func remind() async throws {
        let today = ReviewRound.day(of: clock.now)
        let errands = try await database.read { db in try Self.errands(today, db) }
        guard !errands.isEmpty else { return }
        let (mailer, letters) = (mailer, letters)
        try await database.write { db in
            let sql = ReviewReminderSQL(db: db)
            try sql.forget()
            // Looked at anew: another node may have been first.
            for errand in try Self.errands(today, db) {
                guard try sql.begin(errand.agent.id, on: today),
                    let address = MailAddress(errand.agent.email)
                else { continue }
                let locale = try Agents.language(of: errand.agent.id, in: db) ?? .english
                let letter = try letters.letter(errand, to: address, today: today, in: locale)
                try mailer.send(letter, for: "article_review", within: Self.validity, in: db)
                for reminder in errand.news { try sql.insert(reminder) }
            }
        }
    }

    private static func errands(_ today: Int, _ db: Connection) throws -> [ReviewRound.Errand] {
        let sql = ReviewReminderSQL(db: db)
        let end = Instant(milliseconds: Int64(today + ReviewRound.notice + 1) * 86_400_000)
        let articles = try sql.articles(before: end)
        guard !articles.isEmpty else { return [] }
        let written = try sql.written(on: today)
        let agents = try Agents.activeAgents(in: db)
        return ReviewRound.errands(articles, agents, told: try sql.told(), today: today)
            .filter { !written.contains($0.agent.id) }
    }
}

/// The words of letters about reviews.
struct ReviewLetters: Sendable {
    /// Of one list in a letter; the rest stands at the desk.
    private static let most = 50

    let brand: String
    let site: SiteOrigin
    let localisation: Localisation

    func letter(
        _ errand: ReviewRound.Errand,
        to address: MailAddress,
        today: Int,
        in locale: LocaleCode
    ) throws(LetterError) -> Letter {
        let count = errand.own.count + errand.ownerless.count
        let lists = [
            errand.own.isEmpty ? nil : list(errand.own, "review_letter.own", today, locale),
            errand.ownerless.isEmpty ? nil : list(errand.ownerless, "review_letter.ownerless", today, locale),
        ]
        let values = [
            "brand": brand, "name": errand.agent.name,
            "lists": lists.compactMap(\.self).joined(separator: "\n\n"),
            "page": "\(site)/desk/knowledge",
        ]
        return try Letter(
            to: Mailbox(address, name: errand.agent.name),
            subject: localisation.plural("review_letter.subject", count: count, in: locale, values),
            text: localisation.text("review_letter.text", in: locale, values),
            locale: locale
        )
    }

    private func list(
        _ articles: [ReviewedArticle],
        _ heading: String,
        _ today: Int,
        _ locale: LocaleCode
    ) -> String {
        let entries = articles.prefix(Self.most).map { article in
            let left = ReviewRound.day(of: article.reviewBy) - today
            let key = left < 0 ? "late" : left == 0 ? "today" : "soon"
            let date = article.reviewBy.text(in: locale, to: .day)
            let when = localisation.text("review_letter.\(key)", in: locale, ["date": date])
            return "- \(article.title)\n  \(when)\n  \(site)/desk/knowledge#\(article.id)"
        }
        let rest = articles.count - entries.count
        let more = rest > 0 ? [localisation.plural("review_letter.more", count: rest, in: locale)] : []
        return ([localisation.text(heading, in: locale)] + entries + more).joined(separator: "\n\n")
    }
}
