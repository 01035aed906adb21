import Base
import Web

/// The addresses that search engines are told of (https://www.sitemaps.org/protocol.html), each in all its languages.
struct SiteMap: Sendable {
    /// One page.
    struct Entry: Sendable, Hashable {
        /// Without host and language.
        let address: String
        /// The languages that it can be had in; none for a page that has one address alone.
        let locales: [LocaleCode]
        /// When each was changed, where that is known.
        var changes: [LocaleCode: Instant] = [:]
    }

    /// Addresses in one file; the protocol takes 50,000, which with their languages would be many megabytes.
    static let size = 5000

    let site: SiteOrigin
    private let lines: [Line]

    fileprivate struct Line: Sendable {
        let entry: Entry
        let locale: LocaleCode?
    }

    /// - Parameters:
    ///   - site: Where everybody reaches the installation.
    ///   - entries: In the order in which they are told.
    init(_ site: SiteOrigin, _ entries: [Entry]) {
        self.site = site
        self.lines = entries.flatMap { entry in
            entry.locales.isEmpty
                ? [Line(entry: entry, locale: nil)] : entry.locales.map { Line(entry: entry, locale: $0) }
        }
    }

    /// How many files there are; one is told of without an index.
    var parts: Int { max(1, (lines.count + Self.size - 1) / Self.size) }

    /// What stands at `/sitemap.xml`: all, or an index of the parts.
    var first: String {
        guard parts > 1 else { return part(1) ?? "" }
        var xml = Self.head + "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        for number in 1...parts {
            let changed = range(number).compactMap { lines[$0].changedAt }.max()
            xml +=
                "<sitemap><loc>\(xmlText("\(site)\(Self.address(number))"))</loc>\(Self.lastmod(changed))</sitemap>\n"
        }
        return xml + "</sitemapindex>\n"
    }

    /// Where a part stands, without host.
    static func address(_ part: Int) -> String { "/sitemaps/\(part).xml" }

    /// A part, from 1; nil where there is none of that number.
    func part(_ number: Int) -> String? {
        guard (1...parts).contains(number) else { return nil }
        var xml =
            Self.head
            + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
        for index in range(number) { xml += text(lines[index]) }
        return xml + "</urlset>\n"
    }

    private func range(_ part: Int) -> Range<Int> {
        let start = (part - 1) * Self.size
        return start..<min(start + Self.size, lines.count)
    }

    private func text(_ line: Line) -> String {
        let entry = line.entry
        func url(_ locale: LocaleCode?) -> String {
            xmlText("\(site)\(PageMetadata.address(entry.address, in: locale))")
        }
        var xml = "<url><loc>\(url(line.locale))</loc>\(Self.lastmod(line.changedAt))"
        let links = entry.locales.map { ($0.rawValue, url($0)) }
        for (code, url) in links.isEmpty ? [] : links + [("x-default", url(nil))] {
            xml += "<xhtml:link rel=\"alternate\" hreflang=\"\(code)\" href=\"\(url)\"/>"
        }
        return xml + "</url>\n"
    }

    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    private static func lastmod(_ instant: Instant?) -> String {
        instant.map { "<lastmod>\($0.rfc3339)</lastmod>" } ?? ""
    }
}

extension SiteMap.Line {
    fileprivate var changedAt: Instant? { locale.flatMap { entry.changes[$0] } }
}
