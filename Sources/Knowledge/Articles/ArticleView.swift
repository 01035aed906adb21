import Base

/// An article in one language as the API tells it.
struct ArticleView: Encodable {
    struct Link: Encodable {
        let title: String
        let url: String
    }

    let slug: Slug
    let kind: Article.Kind
    let category: Slug
    let title: String
    let summary: String
    let html: String
    let locale: LocaleCode
    let translations: [LocaleCode]
    let updatedAt: Instant
    let related: [Link]

    init(
        _ article: Article,
        _ translation: Article.Translation,
        _ html: SafeHTML,
        related: [HelpHit]
    ) {
        self.slug = article.slug
        self.kind = article.kind
        self.category = article.category
        self.title = translation.title
        self.summary = translation.summary
        self.html = html.markup
        self.locale = translation.locale
        self.translations = article.translations.map(\.locale)
        self.updatedAt = translation.updatedAt
        self.related = related.map { Link(title: $0.title, url: "/help/\($0.slug)") }
    }
}
