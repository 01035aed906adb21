import Base
import Web

/// What search engines are told of each page of the help centre.
///
/// Only of pages that everybody may read: whoever renders one for somebody else passes none on.
extension PageRenderer {
    private var structured: StructuredData? {
        site.map { StructuredData(site: $0, brand: brand.name, logo: logoAddress) }
    }

    private func feeds(_ locale: LocaleCode) -> [PageMetadata.Feed] {
        [
            PageMetadata.Feed(
                title: localisation.text("feed.articles.title", in: locale),
                address: PageMetadata.address(ArticleFeed.address, in: locale)
            )
        ]
    }

    /// The front page.
    func metadata(ofHomeIn locale: LocaleCode) -> PageMetadata {
        let description = localisation.text("home.description", in: locale, ["brand": brand.name])
        var metadata = metadata("/", in: locale, describedBy: description)
        metadata.feeds = feeds(locale)
        metadata.structured = [structured?.website].compactMap(\.self)
        return metadata
    }

    /// A page that there is in each language.
    func metadata(
        _ address: String,
        in locale: LocaleCode,
        describedBy description: String = ""
    ) -> PageMetadata {
        PageMetadata(address, in: locale, of: localisation.locales, description: description)
    }

    /// A shelf.
    func metadata(of category: Category, in locale: LocaleCode) -> PageMetadata {
        let name = category.name(for: locale)
        var metadata = PageMetadata(
            "/help/category/\(category.slug)",
            in: locale,
            of: category.addressed(among: localisation.locales),
            description: name.description
        )
        metadata.feeds = feeds(locale)
        metadata.structured = breadcrumb([(name.name, nil)], in: locale)
        return metadata
    }

    /// An article in one of its languages.
    func metadata(
        of article: Article,
        _ translation: Article.Translation,
        in category: Category?,
        for reader: LocaleCode
    ) -> PageMetadata {
        let document = MarkdownDocument(translation.body)
        var metadata = PageMetadata(
            "/help/\(article.slug)",
            in: translation.locale,
            of: article.addressed(among: localisation.locales),
            description: translation.summary
        )
        metadata.updatedAt = translation.updatedAt
        metadata.feeds = feeds(reader)
        guard let structured else { return metadata }
        let address = PageMetadata.address(metadata.address, in: metadata.locale)
        let shelf = category?.name(for: translation.locale).name ?? article.category.rawValue
        metadata.structured =
            [structured.article(article, translation, document, at: address)]
            + translation.videos.compactMap { structured.video($0, in: translation, at: address) }
            + breadcrumb(
                [(shelf, "/help/category/\(article.category)"), (translation.title, nil)],
                in: translation.locale
            )
        return metadata
    }

    /// Something that is told to everybody.
    func metadata(of announcement: Announcement, _ translation: Announcement.Translation) -> PageMetadata {
        var metadata = PageMetadata(
            "/announcements/\(announcement.slug)",
            in: translation.locale,
            of: announcement.addressed(among: localisation.locales),
            description: translation.summary
        )
        metadata.updatedAt = translation.updatedAt
        let list = localisation.text("announcements.title", in: translation.locale)
        metadata.structured = breadcrumb(
            [(list, "/announcements"), (translation.title, nil)],
            in: translation.locale
        )
        return metadata
    }

    private func breadcrumb(
        _ steps: [(name: String, address: String?)],
        in locale: LocaleCode
    ) -> [JSONValue] {
        let home = localisation.text("layout.help_centre", in: locale)
        let addressed = steps.map { step in
            (name: step.name, address: step.address.map { PageMetadata.address($0, in: locale) })
        }
        let whole = [(name: home, address: Optional(PageMetadata.address("/", in: locale)))] + addressed
        return [structured?.breadcrumb(whole)].compactMap(\.self)
    }
}

extension Category {
    /// The languages in which an address can ask for it, in the installation's order: those that it has a name in.
    func addressed(among locales: [LocaleCode]) -> [LocaleCode] {
        locales.filter { names[$0] != nil }
    }
}

extension Article {
    /// The languages in which an address can ask for it, in the installation's order.
    func addressed(among locales: [LocaleCode]) -> [LocaleCode] {
        locales.filter { locale in translations.contains { $0.locale == locale } }
    }
}

extension Announcement {
    /// The languages in which an address can ask for it, in the installation's order.
    func addressed(among locales: [LocaleCode]) -> [LocaleCode] {
        locales.filter { locale in translations.contains { $0.locale == locale } }
    }
}
