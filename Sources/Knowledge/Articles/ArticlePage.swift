import Base
import Web

/// An article in one language.
struct ArticlePage: Page {
    static let template = "Knowledge/Articles/article"
    static let styles = [
        "Web/Design/prose.css", "Knowledge/Markdown/blocks.css", "Knowledge/Articles/article.css",
        "Knowledge/Tutorials/video.css",
    ]
    static let scripts = [
        "Knowledge/Articles/article.js", "Knowledge/Markdown/platform-tabs.js",
        "Knowledge/Tutorials/video-player.js",
        "Knowledge/ContactPage/conversation-start.js",
    ]
    static let scriptStrings = ["article.", "problem.", "video."]

    struct Language: Codable, Sendable, Hashable {
        let code: String
        let name: String
        let url: String
    }

    struct Heading: Codable, Sendable, Hashable {
        let text: String
        let anchor: String
        let isSub: Bool
    }

    struct Link: Codable, Sendable, Hashable {
        let title: String
        let url: String
    }

    /// An article with fewer headings is seen at a glance.
    private static let fewestHeadings = 3

    let title: String
    /// The language of the text, which need not be the page's.
    let language: String
    let categoryName: String
    let categoryUrl: String
    let updatedAt: String
    let updatedText: String
    /// The other languages that the article is in.
    let translations: [Language]
    /// Whether the reader's language lacks the article.
    let isUntranslated: Bool
    let hasSummary: Bool
    let summary: String
    let bodyHtml: String
    let hasContents: Bool
    let contents: [Heading]
    let feedbackUrl: String
    let hasRelated: Bool
    let related: [Link]
    /// What a chat about the article is about.
    let topic: String
    let contactUrl: String

    /// Shows `translation` of the article, whose text `document` is and looks as `html`; `related` are best first, `topics` those
    /// that conversations may have.
    init(
        _ article: Article,
        _ translation: Article.Translation,
        _ document: MarkdownDocument,
        _ html: SafeHTML,
        related: [HelpHit],
        _ catalogue: Catalogue,
        topics: [String],
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let headings = document.sections.filter {
            (2...3).contains($0.level) && !$0.heading.isEmpty && !$0.isTab
        }
        let topic = ContactTopic.of(article.category, among: topics)
        self.title = translation.title
        self.language = translation.locale.rawValue
        self.categoryName =
            catalogue.category(article.category)?.name(for: locale).name ?? article.category.rawValue
        self.categoryUrl = "/help/category/\(article.category)"
        self.updatedAt = translation.updatedAt.rfc3339
        self.updatedText = translation.updatedAt.text(in: locale, to: .day)
        self.translations = article.translations.map(\.locale)
            .filter { $0 != translation.locale && localisation.locales.contains($0) }
            .map { other in
                Language(
                    code: other.rawValue,
                    name: localisation.text("language.name", in: other),
                    url: PageAddress("/help/\(article.slug)", ["lang": other.rawValue]).url
                )
            }
        self.isUntranslated = !locale.reads(translation.locale)
        self.hasSummary = !translation.summary.isEmpty
        self.summary = translation.summary
        self.bodyHtml = html.markup
        self.contents = headings.map { Heading(text: $0.heading, anchor: $0.anchor, isSub: $0.level == 3) }
        self.hasContents = headings.count >= Self.fewestHeadings
        self.feedbackUrl = "/api/v1/help/articles/\(article.slug)/feedback"
        self.related = related.map { Link(title: $0.title, url: "/help/\($0.slug)") }
        self.hasRelated = !related.isEmpty
        self.topic = topic
        self.contactUrl = PageAddress("/contact", ["topic": topic]).url
    }
}
