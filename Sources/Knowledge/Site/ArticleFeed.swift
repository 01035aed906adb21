import Base
import Web

/// New and changed articles in one language, the latest first, as Atom (RFC 4287).
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

    var xml: String {
        let own = "\(site)\(PageMetadata.address(Self.address, in: locale))"
        // RFC 4287 §4.1.1 wants a time also where nothing has happened yet.
        let updated = entries.map(\.translation.updatedAt).max() ?? Instant(milliseconds: 0)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(locale)" xml:base="\(site)/">
            <title>\(xmlText("\(brand): \(title)"))</title>
            <id>\(xmlText(own))</id>
            <link rel="self" type="application/atom+xml" href="\(xmlText(own))"/>
            <link rel="alternate" type="text/html" href="\(site)\(PageMetadata.address("/", in: locale))"/>
            <updated>\(updated.rfc3339)</updated>
            <author><name>\(xmlText(brand))</name></author>
            \(entries.map(text).joined(separator: "\n"))
            </feed>

            """
    }

    private func text(_ entry: Entry) -> String {
        let (article, translation) = (entry.article, entry.translation)
        let address = PageMetadata.address("/help/\(article.slug)", in: translation.locale)
        let body = MarkdownDocument(translation.body).html.markup
        let summary =
            translation.summary.isEmpty ? "" : "<summary>\(xmlText(translation.summary))</summary>"
        return """
            <entry>
            <title>\(xmlText(translation.title))</title>
            <id>\(id(of: article, translation.locale))</id>
            <link rel="alternate" type="text/html" hreflang="\(translation.locale)" href="\(xmlText("\(site)\(address)"))"/>
            <updated>\(translation.updatedAt.rfc3339)</updated>
            <category term="\(article.category)" label="\(xmlText(entry.category))"/>
            \(summary)
            <content type="html" xml:lang="\(translation.locale)">\(xmlText(body))</content>
            </entry>
            """
    }

    /// The same whatever address the article moves to (RFC 4151).
    private func id(of article: Article, _ locale: LocaleCode) -> String {
        let host = site.authority.split(separator: ":").first.map(String.init) ?? site.authority
        return "tag:\(host),2026:\(article.id)/\(locale)"
    }
}
