package import Base
package import People

/// Which articles a list shows: those for which everything that is said holds, in one of their languages.
package struct WorkingArticleFilter: Sendable, Hashable {
    package var stage: TranslationStage?
    package var locale: LocaleCode?
    package var category: Slug?
    package var owner: ID<Agent>?
    package var visibility: Audience.Visibility?
    /// Whether only some of the signed-in customers may read it.
    package var isLimited = false
    /// Whether its review is due.
    package var isDue = false
    /// Whether a translation is older than its source.
    package var isOutOfDate = false
    /// What title or address hold, whatever the case.
    package var words = ""

    package init() {}
}

/// Where a list of articles, the last worked on first, goes on: `<milliseconds>.<id>`.
package struct WorkingArticleCursor: Sendable, Hashable, LosslessStringConvertible {
    let workedAt: Instant
    let id: ID<Article>

    init(_ article: WorkingArticle) {
        self.workedAt = article.workedAt
        self.id = article.id
    }

    package init?(_ description: String) {
        let parts = description.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = ID<Article>(String(parts[1]))
        else {
            return nil
        }
        self.workedAt = Instant(milliseconds: milliseconds)
        self.id = id
    }

    package var description: String { "\(workedAt.milliseconds).\(id)" }
}
