import Base
import People

/// An article as the desk's API tells it.
struct WorkingArticleView: Encodable {
    struct Owner: Encodable {
        let id: String
        let name: String
    }

    let id: String
    let slug: Slug
    let kind: Article.Kind
    let category: Slug
    let visibility: Audience.Visibility
    let tiers: [Tier]
    let regions: [Region]
    let pin: Int?
    let owner: Owner?
    let reviewBy: Instant?
    let sourceLocale: LocaleCode
    let views: Int
    let helpful: Int
    let notHelpful: Int
    let workedAt: Instant
    let texts: [WorkingTextView]

    init(_ article: WorkingArticle) {
        let settings = article.settings
        self.id = article.id.description
        self.slug = settings.slug
        self.kind = settings.kind
        self.category = settings.category
        self.visibility = settings.audience.visibility
        self.tiers = settings.audience.limits.tiers
        self.regions = settings.audience.limits.regions
        self.pin = settings.pin
        self.owner = settings.owner.map { Owner(id: $0.description, name: article.ownerName ?? "") }
        self.reviewBy = settings.reviewBy
        self.sourceLocale = article.sourceLocale
        self.views = article.views
        self.helpful = article.helpful
        self.notHelpful = article.notHelpful
        self.workedAt = article.workedAt
        self.texts = article.texts.map { WorkingTextView($0, isOutOfDate: article.isOutOfDate($0)) }
    }
}

/// One language of it; in lists without the body.
struct WorkingTextView: Encodable {
    let locale: LocaleCode
    let stage: TranslationStage
    let title: String
    let summary: String
    let keywords: [String]
    let body: String
    let revision: Int
    let liveVersion: Int?
    let sourceVersion: Int?
    let outOfDate: Bool
    let editor: String?
    let editedAt: Instant
    let publishAt: Instant?

    init(_ text: WorkingText, isOutOfDate: Bool) {
        self.locale = text.locale
        self.stage = text.stage
        self.title = text.text.title
        self.summary = text.text.summary
        self.keywords = text.text.keywords
        self.body = text.text.body
        self.revision = text.revision
        self.liveVersion = text.liveVersion
        self.sourceVersion = text.sourceVersion
        self.outOfDate = isOutOfDate
        self.editor = text.editorName
        self.editedAt = text.editedAt
        self.publishAt = text.publishAt
    }
}

struct ArticleVersionView: Encodable {
    let number: Int
    let title: String
    let author: String?
    let publisher: String?
    let note: String
    let createdAt: Instant

    init(_ version: ArticleVersion) {
        self.number = version.number
        self.title = version.text.title
        self.author = version.author
        self.publisher = version.publisher
        self.note = version.note
        self.createdAt = version.createdAt
    }
}

struct ArticleCommentView: Encodable {
    let id: String
    let author: String
    let body: String
    let createdAt: Instant

    init(_ comment: ArticleComment) {
        self.id = comment.id.description
        self.author = comment.author
        self.body = comment.body
        self.createdAt = comment.createdAt
    }
}

struct TextDifferenceView: Encodable {
    let same: Bool
    let lines: [TextDifference.Line]

    init(_ difference: TextDifference) {
        self.same = difference.isEmpty
        self.lines = difference.lines
    }
}
