package import Base
package import Foundation

/// What `GET /api/v2/help_center/…` of Zendesk answered, kept in files: articles, sections, categories, translations and, where
/// articles are not for everybody, user segments.
///
/// The shape is that of Zendesk's documentation of its Help Center API (developer.zendesk.com).
package struct ZendeskExport: Sendable {
    private struct Page: Decodable {
        var articles: [Item]?
        var sections: [Shelf]?
        var categories: [Shelf]?
        var translations: [Translation]?
        var userSegments: [Segment]?
    }

    private struct Item: Decodable {
        let id: Int64
        let title: String
        let body: String?
        let locale: String
        let sectionId: Int64?
        let labelNames: [String]?
        let draft: Bool?
        let promoted: Bool?
        let position: Int?
        let outdated: Bool?
        let htmlUrl: String?
        let userSegmentId: Int64?
        let userSegmentIds: [Int64]?
    }

    private struct Shelf: Decodable {
        let id: Int64
        let name: String
        let description: String?
        let locale: String
        let categoryId: Int64?
        let position: Int?
    }

    private struct Translation: Decodable {
        let sourceId: Int64
        let sourceType: String
        let locale: String
        let title: String
        let body: String?
        let draft: Bool?
        let outdated: Bool?
        let htmlUrl: String?
    }

    private struct Segment: Decodable {
        let id: Int64
        let userType: String?
        let tags: [String]?
        let orTags: [String]?
        let organizationIds: [Int64]?
        let groupIds: [Int64]?
        let addedUserIds: [Int64]?

        /// Whether everybody is in it who is signed in.
        var isSignedIn: Bool {
            userType == "signed_in_users" && (tags ?? []).isEmpty && (orTags ?? []).isEmpty
                && (organizationIds ?? []).isEmpty && (groupIds ?? []).isEmpty && (addedUserIds ?? []).isEmpty
        }
    }

    /// One language of an article.
    private struct Text: Hashable {
        let locale: LocaleCode
        let title: String
        let body: String
        let isDraft: Bool
        let isOutdated: Bool
        let source: String
    }

    private var items: [Int64: Item] = [:]
    private var texts: [Int64: [Text]] = [:]
    private var sections: [Int64: Shelf] = [:]
    private var categories: [Int64: Shelf] = [:]
    private var names: [Int64: [LocaleCode: Category.Name]] = [:]
    private var segments: [Int64: Segment] = [:]
    private let offered: [LocaleCode]

    /// - Parameter offered: The languages that the installation speaks: `en-us` is read as `en` where that is one of them.
    package init(offering offered: [LocaleCode]) {
        self.offered = offered
    }

    /// Reads a file; several of one kind are one list.
    ///
    /// - Throws: ``ImportError``.
    package mutating func add(json data: Data, path: String) throws(ImportError) {
        let page: Page
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            page = try decoder.decode(Page.self, from: data)
        } catch {
            throw .inFile(path, .malformedLine(1, "not an answer of the Help Center API"))
        }
        for item in page.articles ?? [] {
            if items[item.id] == nil { items[item.id] = item }
            add(
                Text(
                    locale: locale(item.locale),
                    title: item.title,
                    body: item.body ?? "",
                    isDraft: item.draft ?? false,
                    isOutdated: item.outdated ?? false,
                    source: item.htmlUrl ?? "\(path) \(item.id)"
                ),
                of: item.id
            )
        }
        for section in page.sections ?? [] where sections[section.id] == nil {
            sections[section.id] = section
        }
        for category in page.categories ?? [] {
            if categories[category.id] == nil { categories[category.id] = category }
            let name = Category.Name(name: category.name, description: category.description ?? "")
            names[category.id, default: [:]][locale(category.locale)] = name
        }
        for translation in page.translations ?? [] { add(translation, path) }
        for segment in page.userSegments ?? [] { segments[segment.id] = segment }
    }

    private mutating func add(_ translation: Translation, _ path: String) {
        let locale = locale(translation.locale)
        switch translation.sourceType.lowercased() {
        case "article":
            add(
                Text(
                    locale: locale,
                    title: translation.title,
                    body: translation.body ?? "",
                    isDraft: translation.draft ?? false,
                    isOutdated: translation.outdated ?? false,
                    source: translation.htmlUrl ?? "\(path) \(translation.sourceId)"
                ),
                of: translation.sourceId
            )
        case "category":
            let name = Category.Name(name: translation.title, description: translation.body ?? "")
            names[translation.sourceId, default: [:]][locale] = name
        default: break
        }
    }

    private mutating func add(_ text: Text, of article: Int64) {
        guard texts[article]?.contains(where: { $0.locale == text.locale }) != true else { return }
        texts[article, default: []].append(text)
    }

    private func locale(_ tag: String) -> LocaleCode {
        ForeignLanguageTag(tag).locale(among: offered) ?? .english
    }

    // MARK: - As articles here

    /// All of it as pages; what belongs to nothing is told.
    ///
    /// - `fallback`: The shelf of articles whose section was not exported.
    package func helpCentre(fallback: Slug) -> ImportedHelpCentre {
        var found = ImportedHelpCentre()
        var slugs: [Int64: Slug] = [:]
        var taken: Set<Slug> = []
        for (id, item) in items.sorted(by: { $0.key < $1.key }) {
            guard let slug = Self.slug(item.htmlUrl, item.title, id, &taken) else { continue }
            slugs[id] = slug
        }
        var sources: [[HTMLNode]] = []
        for (id, texts) in texts.sorted(by: { $0.key < $1.key }) {
            guard let item = items[id], let slug = slugs[id] else {
                found.refused.append(
                    .init(source: "translations of \(id)", error: .missing(key: "article \(id)"))
                )
                continue
            }
            let origin = locale(item.locale)
            for text in texts.filter({ $0.locale == origin }) + texts.filter({ $0.locale != origin }) {
                do throws(ImportError) {
                    let nodes = try HTMLReader.read(text.body).children
                    found.pages.append(try page(item, text, slug, fallback))
                    sources.append(nodes)
                } catch {
                    found.refused.append(.init(source: text.source, error: error))
                }
            }
        }
        let pages = found.pages
        found.pages = PageConversion.write(sources, pages) { number, address in
            if address.hasPrefix("#") {
                let own = pages[number].draft.slug
                return PageConversion.Place(slug: own, anchor: LinkAddress.parts(of: address).anchor)
            }
            guard let (id, anchor) = Self.article(in: address), let slug = slugs[id] else { return nil }
            return PageConversion.Place(slug: slug, anchor: anchor)
        }
        found.categories = shelves()
        if !sections.isEmpty {
            found.remarks.append("Sections are keywords here: articles stand on the shelf of their category.")
        }
        let hidden = found.pages.filter { $0.draft.audience == .staff }.count
        if hidden > 0 {
            found.remarks.append(
                "\(hidden) texts are for staff alone: their user segment is not everybody's."
            )
        }
        let old = texts.values.joined().filter(\.isOutdated).count
        if old > 0 { found.remarks.append("\(old) translations were marked outdated there.") }
        return found
    }

    private func page(
        _ item: Item,
        _ text: Text,
        _ slug: Slug,
        _ fallback: Slug
    ) throws(ImportError) -> ImportedPage {
        let section = item.sectionId.flatMap { sections[$0] }
        let category = section?.categoryId.flatMap { shelf($0) } ?? fallback
        let title = text.title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !title.isEmpty else { throw .missing(key: "title") }
        let words = (item.labelNames ?? []) + [section?.name].compactMap(\.self)
        return ImportedPage(
            draft: Articles.Draft(
                slug: slug,
                locale: text.locale,
                kind: .article,
                category: category,
                title: String(title.prefix(ArticleText.longestTitle)),
                summary: "",
                keywords: ImportedPage.keywords(words),
                body: "",
                pin: item.promoted == true ? min(999, max(0, item.position ?? 0)) + 1 : nil,
                audience: audience(of: item)
            ),
            isPublished: !text.isDraft,
            formerly: [Slug(rawValue: ImportedPage.zendeskSlug(item.id))].compactMap(\.self),
            losses: [:],
            source: text.source
        )
    }

    /// Whoever may not read it there may not read it here.
    private func audience(of item: Item) -> Audience {
        let named = [item.userSegmentId].compactMap(\.self) + (item.userSegmentIds ?? [])
        guard !named.isEmpty else { return .everybody }
        return named.allSatisfy { segments[$0]?.isSignedIn ?? false } ? .signedIn() : .staff
    }

    private func shelf(_ category: Int64) -> Slug? {
        categories[category].flatMap { Slug(from: $0.name) ?? Slug(rawValue: "category-\(category)") }
    }

    private func shelves() -> [Category] {
        let sorted = categories.sorted { ($0.value.position ?? 0, $0.key) < ($1.value.position ?? 0, $1.key) }
        return sorted.compactMap { id, _ in
            shelf(id).map { Category(slug: $0, icon: "article", names: names[id] ?? [:]) }
        }
    }

    /// What the address there says, else the title, else the number.
    private static func slug(
        _ address: String?,
        _ title: String,
        _ id: Int64,
        _ taken: inout Set<Slug>
    ) -> Slug? {
        let last = address?.split(separator: "/").last.map { String($0) }?.removingPercentEncoding ?? ""
        let words = last.drop { $0.isNumber }.drop { $0 == "-" }
        let stem = Slug(from: String(words)) ?? Slug(from: title)
        let numbered = stem.flatMap { Slug(from: "\($0.rawValue.prefix(60))-\(id)") }
        let free = [stem, numbered, Slug(from: "article-\(id)")].lazy.compactMap(\.self).first {
            !taken.contains($0)
        }
        if let free { taken.insert(free) }
        return free
    }

    /// The number of an article in an address such as `/hc/en-us/articles/360001-How-to#h_01`.
    private static func article(in address: String) -> (id: Int64, anchor: String)? {
        let (place, anchor) = LinkAddress.parts(of: address)
        let parts = place.split(separator: "/")
        guard let hc = parts.firstIndex(of: "hc"),
            let articles = parts[hc...].firstIndex(of: "articles"), articles + 1 < parts.count,
            let id = Int64(parts[articles + 1].prefix { $0.isNumber })
        else { return nil }
        return (id, anchor)
    }
}

extension ImportedPage {
    /// The address under which an article of Zendesk is found again, by its number there.
    static func zendeskSlug(_ id: Int64) -> String { "zendesk-\(id)" }

    /// Each once, as many as there may be.
    static func keywords(_ words: [String]) -> [String] {
        var kept: [String] = []
        for word in words.flatMap({ $0.split { ",，、;；\n".contains($0) } }) {
            let word = String(word).trimmed
            guard !word.isEmpty, word.count <= ArticleText.longestKeyword, !kept.contains(word) else {
                continue
            }
            kept.append(word)
        }
        return Array(kept.prefix(ArticleText.mostKeywords))
    }
}
