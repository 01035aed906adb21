package import Base
package import Storage

/// What readers look for and do not find: what to write next.
package struct ContentGaps: Sendable {
    /// Of a list.
    static let most = 50
    /// A question that fewer asked, by their network address or account, is shown to nobody: it may be one person's.
    package static let leastReaders = 3
    /// An article that fewer found useless is not judged.
    static let leastVotes = 3
    /// How many days are kept besides today.
    static let keptDays = 90
    /// Different questions of a day: beyond that no new ones are kept until the next.
    static let mostOfADay = 20_000

    private let database: any Database
    private let clock: any WallClock

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// What is missing, the most wanted first.
    ///
    /// - `days`: How many are looked back, 1...90, today among them.
    /// - `locale`: Of the readers; nil for all.
    func report(days: Int, locale: LocaleCode?) async throws -> GapReport {
        let first = clock.now.day - days + 1
        return try await database.read { db in
            let sql = ContentGapsSQL(db: db)
            return GapReport(
                withoutResult: try sql.questions(.withoutResult, since: first, locale),
                unopened: try sql.questions(.unopened, since: first, locale),
                unhelpful: UnhelpfulArticle.worst(of: try sql.ratings(since: first, locale), limit: Self.most)
            )
        }
    }

    /// Adds what was counted in memory.
    package func add(_ counts: [AskedQuestion: QuestionCounts]) async throws {
        guard !counts.isEmpty else { return }
        let today = clock.now.day
        // In one order: two nodes that write the same ones wait for each other, and neither forever.
        let sorted = counts.sorted {
            ($0.key.locale.rawValue, $0.key.text) < ($1.key.locale.rawValue, $1.key.text)
        }
        try await database.write { db in
            let sql = ContentGapsSQL(db: db)
            var room = Self.mostOfADay - (try sql.count(on: today))
            for (question, counts) in sorted {
                let stored = try sql.stored(question)
                if try !sql.add(counts, to: stored, on: today) {
                    guard room > 0 else { continue }
                    try sql.insert(stored, counts, on: today)
                    room -= 1
                }
                for reader in counts.readers.sorted() { try sql.note(reader, of: stored, on: today) }
                try SearchLearningSQL(db: db).add(counts, to: stored, on: today)
            }
        }
    }

    /// Forgets what is older than it is kept, and of other days than today what was asked once.
    package func forget() async throws {
        let today = clock.now.day
        try await database.write { db in
            try ContentGapsSQL(db: db).forget(today: today)
            try SearchLearningSQL(db: db).forget(before: today - Self.keptDays)
        }
    }
}

/// What readers look for and do not find.
struct GapReport: Sendable, Equatable {
    /// Most who asked found nothing.
    let withoutResult: [WantedQuestion]
    /// Something was found, and most opened none of it.
    let unopened: [WantedQuestion]
    /// Readers voted that they did not help.
    let unhelpful: [UnhelpfulArticle]

    var isEmpty: Bool { withoutResult.isEmpty && unopened.isEmpty && unhelpful.isEmpty }
}

/// A question that many asked in vain.
struct WantedQuestion: Sendable, Equatable {
    let question: String
    let locale: LocaleCode
    let asked: Int
    let opened: Int
}

/// How readers of one language voted on an article.
struct ArticleRating: Sendable, Equatable {
    let article: ID<Article>
    let slug: Slug
    let locale: LocaleCode
    let title: String
    let helpful: Int
    let notHelpful: Int
}

/// An article that did not help many of those who voted on it.
struct UnhelpfulArticle: Sendable, Equatable {
    let rating: ArticleRating
    /// Of those who voted, who it did not help at least: the lower end of what these votes allow to say, 0...1.
    let share: Double

    /// The worst first, of those with enough votes to say something.
    static func worst(of ratings: [ArticleRating], limit: Int) -> [UnhelpfulArticle] {
        let judged = ratings.filter { $0.notHelpful >= ContentGaps.leastVotes }.map { rating in
            UnhelpfulArticle(
                rating: rating,
                share: lowerBound(of: rating.notHelpful, among: rating.notHelpful + rating.helpful)
            )
        }
        let sorted = judged.filter { $0.share >= 0.2 }.sorted {
            ($1.share, $0.rating.slug.rawValue) < ($0.share, $1.rating.slug.rawValue)
        }
        return Array(sorted.prefix(limit))
    }

    /// The lower end of Wilson's interval at 95 % (Wilson 1927), so that three votes weigh less than three hundred.
    static func lowerBound(of part: Int, among all: Int) -> Double {
        guard all > 0 else { return 0 }
        let (n, z) = (Double(all), 1.96)
        let share = Double(part) / n
        let middle = share + z * z / (2 * n)
        let half = z * ((share * (1 - share) + z * z / (4 * n)) / n).squareRoot()
        return max(0, (middle - half) / (1 + z * z / n))
    }
}
