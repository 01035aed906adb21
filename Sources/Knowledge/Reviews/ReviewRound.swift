import Base
import People
import Storage

/// An article that somebody has to look at, soon or by now.
struct ReviewedArticle: Sendable, Hashable {
    let id: ID<Article>
    let title: String
    let owner: ID<Agent>?
    let reviewBy: Instant
}

/// How near the review of an article is.
enum ReviewMoment: String, Sendable, Hashable, SQLConvertible {
    /// Within a week.
    case soon
    case due
}

/// That somebody was told of a review.
struct ReviewReminder: Sendable, Hashable {
    let article: ID<Article>
    let agent: ID<Agent>
    let reviewBy: Instant
    let moment: ReviewMoment
}

/// Whom there is to write to on a day, and of what; pure.
struct ReviewRound: Sendable {
    /// How many days before it somebody is told.
    static let notice = 7

    /// One letter.
    struct Errand: Sendable, Equatable {
        let agent: Agent
        /// All of theirs that come or have come, the first due first.
        let own: [ReviewedArticle]
        /// Those that nobody owns.
        let ownerless: [ReviewedArticle]
        /// What they were not told before.
        let news: [ReviewReminder]
    }

    /// - Parameters:
    ///   - articles: Those whose review has come or comes within ``notice`` days.
    ///   - agents: Everybody who works here now.
    ///   - told: What they were told.
    ///   - today: UTC, days since 1970.
    /// - Returns: A letter for each who has to hear something new: owners of theirs, editors of what nobody owns, or where
    ///   there are none whoever else may edit.
    static func errands(
        _ articles: [ReviewedArticle],
        _ agents: [Agent],
        told: Set<ReviewReminder>,
        today: Int
    ) -> [Errand] {
        let known = Set(agents.map(\.id))
        let sorted = articles.sorted { ($0.reviewBy, $0.id) < ($1.reviewBy, $1.id) }
        // Whoever left owns nothing any more.
        let ownerless = sorted.filter { !($0.owner.map(known.contains) ?? false) }
        let owned = Dictionary(grouping: sorted, by: \.owner)
        let hasEditors = agents.contains { $0.role == .editor }
        return agents.sorted { $0.id < $1.id }.compactMap { agent in
            let own = owned[agent.id] ?? []
            let hears = hasEditors ? agent.role == .editor : Permission.articlesEdit.isGranted(to: agent.role)
            let shared = hears ? ownerless : []
            let news = (own + shared).compactMap { article -> ReviewReminder? in
                guard let moment = moment(of: article, today: today) else { return nil }
                let reminder = ReviewReminder(
                    article: article.id,
                    agent: agent.id,
                    reviewBy: article.reviewBy,
                    moment: moment
                )
                return told.contains(reminder) ? nil : reminder
            }
            return news.isEmpty ? nil : Errand(agent: agent, own: own, ownerless: shared, news: news)
        }
    }

    static func moment(of article: ReviewedArticle, today: Int) -> ReviewMoment? {
        let left = day(of: article.reviewBy) - today
        return left <= 0 ? .due : left <= notice ? .soon : nil
    }

    /// Days since 1970, UTC.
    static func day(of instant: Instant) -> Int {
        Int(instant.milliseconds / 86_400_000)
    }
}
