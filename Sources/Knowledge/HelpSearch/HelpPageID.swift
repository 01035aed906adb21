import Base
import Retrieval

/// What can be found: the kinds of articles, what everybody is told, and the shelves that articles stand on.
package enum HelpKind: String, Sendable, Hashable, CaseIterable, Codable {
    case article, faq, tutorial, incident, announcement, category

    init(_ kind: Article.Kind) {
        self =
            switch kind {
            case .article: .article
            case .faq: .faq
            case .tutorial: .tutorial
            }
    }

    init(_ kind: Announcement.Kind) {
        self =
            switch kind {
            case .incident: .incident
            case .maintenance, .listing, .delisting, .product, .promotion, .rules, .security, .scamWarning:
                .announcement
            }
    }
}

/// A page that can be found, whatever its languages.
struct HelpPageID: Sendable, Hashable {
    /// Where it stands, as its address begins.
    enum Section: String, Sendable, Hashable {
        case articles = "/help/"
        case announcements = "/announcements/"
        case categories = "/help/category/"
    }

    let section: Section
    let slug: Slug

    init(_ section: Section, _ slug: Slug) {
        self.section = section
        self.slug = slug
    }

    /// The page that a document of the index is a language of.
    init?(documentID: String) {
        guard let url = documentID.split(separator: "|").first, let slash = url.lastIndex(of: "/"),
            let section = Section(rawValue: String(url[...slash])),
            let slug = Slug(rawValue: String(url[url.index(after: slash)...]))
        else { return nil }
        self.init(section, slug)
    }

    var url: String { section.rawValue + slug.rawValue }

    func documentID(_ locale: LocaleCode) -> String { "\(url)|\(locale)" }
}

// MARK: - Documents

extension Article {
    /// What the index holds of it: one document a language.
    ///
    /// - `mostViews`: What its popularity is measured by.
    func documents(mostViews: Int) -> [SearchDocument] {
        translations.map { translation in
            SearchDocument(
                id: HelpPageID(.articles, slug).documentID(translation.locale),
                language: translation.locale.rawValue,
                page: HelpPageID(.articles, slug).url,
                kind: HelpKind(kind).rawValue,
                title: translation.title,
                summary: translation.summary,
                keywords: translation.keywords,
                sections: MarkdownDocument(translation.body).searchSections
                    + translation.videos.flatMap { $0.searchSections(in: translation.locale) },
                popularity: mostViews > 0 ? Double(views) / Double(mostViews) : 0
            )
        }
    }
}

extension Announcement {
    /// What the index holds of it: one document a language.
    var documents: [SearchDocument] {
        translations.map { translation in
            SearchDocument(
                id: HelpPageID(.announcements, slug).documentID(translation.locale),
                language: translation.locale.rawValue,
                page: HelpPageID(.announcements, slug).url,
                kind: HelpKind(kind).rawValue,
                title: translation.title,
                summary: translation.summary,
                keywords: translation.affects,
                sections: MarkdownDocument(translation.body).searchSections
                    + translation.updates.map { SearchDocument.Section(text: $0.text) }
            )
        }
    }
}

extension Category {
    /// What the index holds of it: its name in each language, to be suggested by.
    var documents: [SearchDocument] {
        names.map { locale, name in
            SearchDocument(
                id: HelpPageID(.categories, slug).documentID(locale),
                language: locale.rawValue,
                kind: HelpKind.category.rawValue,
                title: name.name,
                sections: []
            )
        }
    }
}

extension Video {
    /// What is said in it, to be found by and led to.
    fileprivate func searchSections(in locale: LocaleCode) -> [SearchDocument.Section] {
        guard film != nil else { return [] }
        let title = title(for: locale)
        return transcript(in: locale).parts.flatMap { part in
            part.paragraphs.map { paragraph in
                SearchDocument.Section(
                    heading: part.chapter?.title ?? title,
                    anchor: VideoFigure.anchor(of: name, at: paragraph.second),
                    text: paragraph.text
                )
            }
        }
    }
}

extension MarkdownDocument {
    fileprivate var searchSections: [SearchDocument.Section] {
        sections.map { section in
            SearchDocument.Section(
                heading: section.heading,
                anchor: section.anchor.isEmpty ? nil : section.anchor,
                text: section.text
            )
        }
    }
}
