import Base
import Web

/// Announcements as Atom.
enum AnnouncementFeed {
    static let path = "/announcements/feed.atom"

    /// - `announcements`: The latest first.
    static func feed(_ announcements: [Announcement], _ source: FeedSource) -> AtomFeed {
        AtomFeed(
            site: source.site,
            locale: source.locale,
            title: source.title,
            author: source.brand,
            address: source.scope.address(path, source.locale),
            page: source.scope.address("/announcements", source.locale),
            entries: announcements.compactMap { announcement in
                announcement.translation(for: source.locale).map { entry(announcement, $0, source) }
            }
        )
    }

    private static func entry(
        _ announcement: Announcement,
        _ translation: Announcement.Translation,
        _ source: FeedSource
    ) -> AtomFeed.Entry {
        AtomFeed.Entry(
            id: "urn:uuid:\(announcement.id.uuid)",
            title: translation.title,
            locale: translation.locale,
            address: source.address(of: announcement),
            publishedAt: announcement.publishedAt ?? announcement.startsAt,
            updatedAt: announcement.changedAt,
            categories: ([announcement.kind.rawValue] + announcement.scope.products).map { .init(term: $0) },
            summary: translation.summary,
            content: source.content(of: announcement, translation)
        )
    }
}
