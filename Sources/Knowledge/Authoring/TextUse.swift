package import Base
import Storage

/// A text of an article that uses something which articles share, a snippet or a video, or would once it is published.
package struct TextUse: Sendable, Hashable {
    package let article: ID<Article>
    package let slug: Slug
    package let locale: LocaleCode
    package let title: String
    /// Whether readers see it; else it is a draft.
    package let isLive: Bool

    /// Where readers find it, for who wants to change what it uses.
    var place: String { "/help/\(slug) (\(locale))" }

    /// What readers see, then what else is being written.
    static func all(shown: [TextHolder], drafts: [TextHolder]) -> [TextUse] {
        let live = shown.map { TextUse($0, isLive: true) }
        let known = Set(shown.map(\.text))
        return live + drafts.filter { !known.contains($0.text) }.map { TextUse($0, isLive: false) }
    }

    private init(_ holder: TextHolder, isLive: Bool) {
        self.article = holder.article
        self.slug = holder.slug
        self.locale = holder.locale
        self.title = holder.title
        self.isLive = isLive
    }
}

/// One as the desk's API tells it.
struct TextUseView: Encodable {
    let article: String
    let slug: Slug
    let locale: LocaleCode
    let title: String
    let live: Bool

    init(_ use: TextUse) {
        self.article = use.article.description
        self.slug = use.slug
        self.locale = use.locale
        self.title = use.title
        self.live = use.isLive
    }
}

/// A text of an article, as it is looked through for what it uses.
struct TextHolder: RowDecodable {
    struct Text: Hashable {
        let article: ID<Article>
        let locale: LocaleCode
    }

    let article: ID<Article>
    let slug: Slug
    let locale: LocaleCode
    let title: String
    let summary: String
    let body: String

    /// Which text it is, whether it is shown or written.
    var text: Text { Text(article: article, locale: locale) }

    init(row: Row) throws(DatabaseError) {
        self.article = try row.get("article_id")
        self.slug = try row.get("slug")
        self.locale = try row.get("locale")
        self.title = try row.get("title")
        self.summary = try row.get("summary")
        self.body = try row.get("body")
    }

    /// Whether readers of the text would find a place that is not filled in.
    func isWhole(_ shelf: SnippetShelf) -> Bool {
        [summary, body].allSatisfy { shelf.filled($0, in: locale).flaws.isEmpty }
    }
}

/// Every statement that looks through the texts of all articles.
struct TextHolderSQL {
    let db: Connection

    /// What readers see, by article and language.
    ///
    /// - `condition`: About `holder`, a text, such as `holder.body LIKE …`.
    ///
    /// - Complexity: reads every text that is published; only editors ask, when something changes that texts share.
    func shown(_ condition: SQL) throws(DatabaseError) -> [TextHolder] {
        try all(
            "article_translation AS holder JOIN article ON article.id = holder.article_id WHERE \(condition)"
        )
    }

    /// What is being written, likewise; what is archived is left out.
    func drafts(_ condition: SQL) throws(DatabaseError) -> [TextHolder] {
        try all(
            """
            article_text AS holder JOIN article ON article.id = holder.article_id
            WHERE holder.stage <> \(TranslationStage.archived) AND \(condition)
            """
        )
    }

    private func all(_ tables: SQL) throws(DatabaseError) -> [TextHolder] {
        try db.all(
            TextHolder.self,
            """
            SELECT holder.article_id, article.slug, holder.locale, holder.title, holder.summary, holder.body
            FROM \(tables) ORDER BY article.slug, holder.locale
            """
        )
    }
}
