import Base
import Web

/// An API's change log as Atom.
struct ChangeFeed {
    let site: SiteOrigin
    let brand: String
    let title: String
    let api: Slug
    /// The latest first.
    let changes: [APIChange]
    let texts: ChangeTexts
    let locale: LocaleCode

    static func address(of api: Slug) -> String { "/api-docs/\(api)/changes.atom" }

    var feed: AtomFeed {
        AtomFeed(
            site: site,
            locale: locale,
            title: title,
            author: brand,
            address: PageMetadata.address(Self.address(of: api), in: locale),
            page: PageMetadata.address("/api-docs/\(api)/changes", in: locale),
            entries: changes.map(entry)
        )
    }

    private func entry(_ change: APIChange) -> AtomFeed.Entry {
        // A version that was imported anew is not compared with what it was: that is not kept.
        let older = change.before.flatMap { $0 == change.version ? nil : $0 }
        let compared = older.map { older in
            PageAddress("/api-docs/\(api)/changes", ["from": older.rawValue, "to": change.version.rawValue])
                .url
        }
        return AtomFeed.Entry(
            id: "urn:uuid:\(change.id.uuid)",
            title: texts.title(of: change),
            locale: locale,
            address: compared ?? "/api-docs/\(api)/\(change.version)",
            updatedAt: change.createdAt,
            content: content(change)
        )
    }

    /// The first changes as a list; the page has all.
    private func content(_ change: APIChange) -> SafeHTML {
        let lines = change.difference.changes.prefix(100).map { one in
            let names = [one.entry.isEmpty ? texts.whole : one.entry, one.place].filter { !$0.isEmpty }
            let line = "\(names.joined(separator: " › ")): \(texts.text(of: one))"
            return "<li>\(SafeHTML(escaping: line).markup)</li>"
        }
        // Each line is escaped.
        return SafeHTML(trusted: lines.isEmpty ? "" : "<ul>\(lines.joined())</ul>")
    }
}
