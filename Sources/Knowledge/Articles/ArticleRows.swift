import Base
import Storage

/// What is stored of an article besides its texts.
struct ArticleRow: RowDecodable {
    static var select: SQL {
        """
        SELECT id, slug, kind, category_slug, pin, visibility, limits, source_locale, views, helpful, not_helpful
        FROM article
        """
    }

    let id: ID<Article>
    let slug: Slug
    let kind: Article.Kind
    let category: Slug
    let pin: Int?
    let audience: Audience
    let sourceLocale: LocaleCode
    let views: Int
    let helpful: Int
    let notHelpful: Int

    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.slug = try row.get("slug")
        self.kind = try row.get("kind")
        self.category = try row.get("category_slug")
        self.pin = try row.get("pin")
        self.audience = try Audience(row: row)
        self.sourceLocale = try row.get("source_locale")
        self.views = try row.get("views")
        self.helpful = try row.get("helpful")
        self.notHelpful = try row.get("not_helpful")
    }

    func article(_ translations: [TranslationRow]) -> Article {
        Article(
            id: id,
            slug: slug,
            kind: kind,
            category: category,
            pin: pin,
            audience: audience,
            sourceLocale: sourceLocale,
            views: views,
            helpful: helpful,
            notHelpful: notHelpful,
            translations: translations.map(\.translation)
        )
    }
}

/// What readers see of it in one language.
struct TranslationRow: RowDecodable {
    static var select: SQL {
        "SELECT article_id, locale, title, summary, keywords, body, updated_at FROM article_translation"
    }

    /// Without keywords and bodies.
    static var selectNames: SQL {
        "SELECT article_id, locale, title, summary, '[]' AS keywords, '' AS body, updated_at FROM article_translation"
    }

    let article: ID<Article>
    private(set) var translation: Article.Translation

    func filled(_ shelf: SnippetShelf) -> TranslationRow {
        var row = self
        row.translation = Article.Translation(
            locale: translation.locale,
            title: translation.title,
            summary: shelf.filled(translation.summary, in: translation.locale).text,
            keywords: translation.keywords,
            body: shelf.filled(translation.body, in: translation.locale).text,
            updatedAt: translation.updatedAt
        )
        return row
    }

    /// With what its text shows.
    func showing(_ known: Illustrations) -> TranslationRow {
        var row = self
        let body = translation.body
        row.translation.videos = VideoPlacement.names(in: body).compactMap { known.videos[$0] }
        row.translation.pictures = PicturePlacement.names(in: body).compactMap { known.pictures[$0] }
        return row
    }

    init(row: Row) throws(DatabaseError) {
        self.article = try row.get("article_id")
        self.translation = Article.Translation(
            locale: try row.get("locale"),
            title: try row.get("title"),
            summary: try row.get("summary"),
            keywords: try row.get("keywords", as: JSONColumn<[String]>.self).value,
            body: try row.get("body"),
            updatedAt: try row.get("updated_at")
        )
    }
}

/// A shelf without its names.
struct CategoryRow: RowDecodable {
    let slug: Slug
    let icon: String

    init(row: Row) throws(DatabaseError) {
        self.slug = try row.get("slug")
        self.icon = try row.get("icon")
    }
}

/// A shelf's name in one language.
struct CategoryNameRow: RowDecodable {
    let category: Slug
    let locale: LocaleCode
    let name: Category.Name

    init(row: Row) throws(DatabaseError) {
        self.category = try row.get("category_slug")
        self.locale = try row.get("locale")
        self.name = Category.Name(name: try row.get("name"), description: try row.get("description"))
    }
}
