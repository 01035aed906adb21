import Base
import Web

/// New and changed articles in one language as Atom.
struct ArticleFeed: Sendable {
    static let address = "/help/articles.atom"
    /// Articles in it.
    static let size = 30

    struct Entry: Sendable {
        let article: Article
        let translation: Article.Translation
        /// The name of its shelf.
        let category: String
    }

    let site: SiteOrigin
    let brand: String
    let title: String
    let locale: LocaleCode
    /// The latest first.
    let entries: [Entry]

    var feed: AtomFeed {
        AtomFeed(
            site: site,
            locale: locale,
            title: "\(brand): \(title)",
            author: brand,
            address: PageMetadata.address(Self.address, in: locale),
            page: PageMetadata.address("/", in: locale),
            entries: entries.map(entry)
        )
    }

    private func entry(_ entry: Entry) -> AtomFeed.Entry {
        let (article, translation) = (entry.article, entry.translation)
        return AtomFeed.Entry(
            id: id(of: article, translation.locale),
            title: translation.title,
            locale: translation.locale,
            address: PageMetadata.address("/help/\(article.slug)", in: translation.locale),
            updatedAt: translation.updatedAt,
            categories: [.init(term: article.category.rawValue, label: entry.category)],
            summary: translation.summary,
            content: MarkdownDocument(translation.body, in: translation.locale).html
        )
    }

    /// The same whatever address the article moves to (RFC 4151).
    private func id(of article: Article, _ locale: LocaleCode) -> String {
        let host = site.authority.split(separator: ":").first.map(String.init) ?? site.authority
        return "tag:\(host),2026:\(article.id)/\(locale)"
    }
}
