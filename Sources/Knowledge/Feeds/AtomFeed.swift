import Base
import Web

/// What is new of something, the latest first, as Atom (RFC 4287); addresses are given without host and written with it.
struct AtomFeed: Sendable {
    static let type = "application/atom+xml; charset=utf-8"

    struct Entry: Sendable {
        /// An IRI that stays the same wherever the entry moves to.
        let id: String
        let title: String
        let locale: LocaleCode
        /// Of its page.
        let address: String
        var publishedAt: Instant?
        let updatedAt: Instant
        var categories: [Category] = []
        /// Plain text; empty for none.
        var summary = ""
        let content: SafeHTML
    }

    struct Category: Sendable {
        let term: String
        var label: String?
    }

    let site: SiteOrigin
    let locale: LocaleCode
    let title: String
    /// Who writes it.
    let author: String
    /// Its own address.
    let address: String
    /// Of the page that shows the same.
    let page: String
    let entries: [Entry]

    var xml: String {
        let own = xmlText("\(site)\(address)")
        // RFC 4287 §4.1.1 wants a time also where nothing has happened yet.
        let updated = entries.map(\.updatedAt).max() ?? Instant(milliseconds: 0)
        let lines = [
            #"<?xml version="1.0" encoding="utf-8"?>"#,
            #"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\#(locale)" xml:base="\#(site)/">"#,
            "<title>\(xmlText(title))</title>",
            "<id>\(own)</id>",
            #"<link rel="self" type="application/atom+xml" href="\#(own)"/>"#,
            #"<link rel="alternate" type="text/html" href="\#(xmlText("\(site)\(page)"))"/>"#,
            "<updated>\(updated.rfc3339)</updated>",
            "<author><name>\(xmlText(author))</name></author>",
        ]
        return (lines + entries.flatMap(self.lines) + ["</feed>"]).joined(separator: "\n") + "\n"
    }

    private func lines(of entry: Entry) -> [String] {
        let address = xmlText("\(site)\(entry.address)")
        var lines = [
            #"<entry xml:lang="\#(entry.locale)">"#,
            "<id>\(xmlText(entry.id))</id>",
            "<title>\(xmlText(entry.title))</title>",
            #"<link rel="alternate" type="text/html" hreflang="\#(entry.locale)" href="\#(address)"/>"#,
        ]
        if let published = entry.publishedAt { lines.append("<published>\(published.rfc3339)</published>") }
        lines.append("<updated>\(entry.updatedAt.rfc3339)</updated>")
        lines += entry.categories.map { category in
            let label = category.label.map { #" label="\#(xmlText($0))""# } ?? ""
            return #"<category term="\#(xmlText(category.term))"\#(label)/>"#
        }
        if !entry.summary.isEmpty { lines.append("<summary>\(xmlText(entry.summary))</summary>") }
        lines.append(#"<content type="html">\#(xmlText(entry.content.markup))</content>"#)
        return lines + ["</entry>"]
    }
}
