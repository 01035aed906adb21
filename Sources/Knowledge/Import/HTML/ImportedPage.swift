import Base

/// A page of another help centre, as it would be written here.
package struct ImportedPage: Sendable, Hashable {
    package var draft: Articles.Draft
    /// Whether readers of the other help centre see it.
    package var isPublished: Bool
    /// Addresses that lead to it from now on, where nobody else has them.
    package var formerly: [Slug]
    /// What Markdown has no form for, and how often.
    package var losses: [ImportLoss: Int]
    /// Where it was read.
    package var source: String
}

/// What another help centre brings: pages, shelves, and what could not be read.
package struct ImportedHelpCentre: Sendable {
    package struct Refused: Sendable, Hashable {
        package let source: String
        package let error: ImportError
    }

    package internal(set) var pages: [ImportedPage] = []
    package internal(set) var categories: [Category] = []
    /// What was left out, and why.
    package internal(set) var refused: [Refused] = []
    /// What is otherwise than it was, for all of it.
    package internal(set) var remarks: [String] = []
}

/// Writes pages of HTML as Markdown, with links between them as links between articles.
enum PageConversion {
    /// A page of the same help centre that a link leads to.
    struct Place {
        let slug: Slug
        /// What stands behind `#`; empty for the whole page.
        let anchor: String
    }

    private struct Key: Hashable {
        let slug: Slug
        let locale: LocaleCode
    }

    /// - Parameters:
    ///   - sources: What stands on each page, in the order of `pages`.
    ///   - pages: The pages, without texts.
    ///   - locate: Where an address in the page of a number leads; nil for what is none of these pages.
    /// - Returns: The pages with texts; what leads to a heading of one leads to the same heading here.
    static func write(
        _ sources: [[HTMLNode]],
        _ pages: [ImportedPage],
        locate: @escaping (Int, String) -> Place?
    ) -> [ImportedPage] {
        // First for their headings, then with the links to them.
        var anchors: [Key: [String: String]] = [:]
        for (nodes, page) in zip(sources, pages) {
            let key = Key(slug: page.draft.slug, locale: page.draft.locale)
            anchors[key] = headings(nodes, in: page.draft.locale)
        }
        return zip(sources, pages).enumerated().map { number, pair -> ImportedPage in
            var page = pair.1
            let draft = page.draft
            var writer = MarkdownWriter { address in
                guard let place = locate(number, address) else { return .kept }
                let known = anchors[Key(slug: place.slug, locale: draft.locale)] ?? [:]
                let anchor = known[place.anchor].map { "#\($0)" }
                let whole = place.slug == draft.slug && anchor != nil ? "" : "/help/\(place.slug)"
                return .changed(
                    "\(whole)\(anchor ?? "")",
                    losesAnchor: anchor == nil && !place.anchor.isEmpty
                )
            }
            page.draft.body = writer.write(pair.0)
            page.losses = writer.losses
            return page
        }
    }

    /// What each heading is reached by here, by what it was reached by on the page.
    private static func headings(_ nodes: [HTMLNode], in locale: LocaleCode) -> [String: String] {
        var writer = MarkdownWriter { _ in .kept }
        let body = writer.write(nodes)
        let written = MarkdownDocument(body, in: locale).sections.filter { $0.level > 0 && !$0.isTab }
        var anchors: [String: String] = [:]
        for (names, section) in zip(writer.headings, written) {
            for name in names { anchors[name] = section.anchor }
        }
        return anchors
    }
}
