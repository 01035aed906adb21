import Base

/// Announcements as Atom (RFC 4287).
struct AtomFeed {
    static let type = "application/atom+xml; charset=utf-8"
    static let path = "/announcements/feed.atom"

    let text: String

    /// - `announcements`: The latest first.
    init(_ announcements: [Announcement], _ source: FeedSource) {
        let own = "\(source.site)\(source.scope.address(Self.path, source.locale))"
        let page = "\(source.site)\(source.scope.address("/announcements", source.locale))"
        let updated = announcements.map(\.changedAt).max() ?? Instant(milliseconds: 0)
        var lines = [
            #"<?xml version="1.0" encoding="utf-8"?>"#,
            #"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\#(source.locale)">"#,
            "<title>\(xmlText(source.title))</title>",
            "<id>\(xmlText(own))</id>",
            #"<link rel="self" type="application/atom+xml" href="\#(xmlText(own))"/>"#,
            #"<link rel="alternate" type="text/html" href="\#(xmlText(page))"/>"#,
            "<updated>\(updated.rfc3339)</updated>",
            "<author><name>\(xmlText(source.brand))</name></author>",
        ]
        for announcement in announcements {
            guard let translation = announcement.translation(for: source.locale) else { continue }
            lines += Self.entry(announcement, translation, source)
        }
        text = (lines + ["</feed>"]).joined(separator: "\n") + "\n"
    }

    private static func entry(
        _ announcement: Announcement,
        _ translation: Announcement.Translation,
        _ source: FeedSource
    ) -> [String] {
        var lines = [
            #"<entry xml:lang="\#(translation.locale)">"#,
            "<id>urn:uuid:\(announcement.id.uuid)</id>",
            "<title>\(xmlText(translation.title))</title>",
            #"<link rel="alternate" type="text/html" href="\#(xmlText(source.url(of: announcement)))"/>"#,
            "<published>\((announcement.publishedAt ?? announcement.startsAt).rfc3339)</published>",
            "<updated>\(announcement.changedAt.rfc3339)</updated>",
        ]
        for tag in [announcement.kind.rawValue] + announcement.scope.products {
            lines.append(#"<category term="\#(xmlText(tag))"/>"#)
        }
        if !translation.summary.isEmpty { lines.append("<summary>\(xmlText(translation.summary))</summary>") }
        let content = source.content(of: announcement, translation)
        lines.append(#"<content type="html">\#(xmlText(content))</content>"#)
        lines.append("</entry>")
        return lines
    }
}
