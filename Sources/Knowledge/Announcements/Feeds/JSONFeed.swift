import Base

/// Announcements as JSON Feed 1.1 (https://jsonfeed.org/version/1.1).
struct JSONFeed: Encodable {
    static let type = "application/feed+json; charset=utf-8"
    static let path = "/announcements/feed.json"

    struct Item: Encodable {
        let id: String
        let url: String
        let title: String
        let summary: String?
        let contentHtml: String
        let datePublished: Instant
        let dateModified: Instant
        let tags: [String]
        let language: LocaleCode
    }

    private let version = "https://jsonfeed.org/version/1.1"
    let title: String
    let homePageUrl: String
    let feedUrl: String
    let language: LocaleCode
    let items: [Item]

    private enum CodingKeys: CodingKey {
        case version, title, homePageUrl, feedUrl, language, items
    }

    /// - `announcements`: The latest first.
    init(_ announcements: [Announcement], _ source: FeedSource) {
        title = source.title
        homePageUrl = "\(source.site)\(source.scope.address("/announcements", source.locale))"
        feedUrl = "\(source.site)\(source.scope.address(Self.path, source.locale))"
        language = source.locale
        items = announcements.compactMap { announcement in
            announcement.translation(for: source.locale).map { translation in
                Item(
                    id: "urn:uuid:\(announcement.id.uuid)",
                    url: source.url(of: announcement),
                    title: translation.title,
                    summary: translation.summary.isEmpty ? nil : translation.summary,
                    contentHtml: source.content(of: announcement, translation).markup,
                    datePublished: announcement.publishedAt ?? announcement.startsAt,
                    dateModified: announcement.changedAt,
                    tags: [announcement.kind.rawValue] + announcement.scope.products,
                    language: translation.locale
                )
            }
        }
    }
}
