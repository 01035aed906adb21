package import Base
import Foundation

/// What an import brings: Markdown files with a front matter, or lines of JSON.
///
/// Pure; the doors write it.
package struct ContentImport: Sendable {
    package private(set) var articles: [Articles.Draft] = []
    package private(set) var announcements: [Announcement] = []
    package private(set) var snippets: [Snippets.Draft] = []
    private let defaultLocale: LocaleCode
    private let now: Instant

    /// - Parameters:
    ///   - defaultLocale: For files that name none.
    ///   - now: What relative times in announcements count from.
    package init(defaultLocale: LocaleCode, now: Instant) {
        self.defaultLocale = defaultLocale
        self.now = now
    }

    /// Reads a Markdown file.
    ///
    /// - `text`: With `title`, and at will `slug`, `locale`, `category`, `kind`, `keywords`, `summary`, `pin`, `visibility`,
    ///   `tiers`, `regions`, `source_locale`; of an announcement `announcement_kind`, `starts_at`, `expected_end_at`, `ended_at`, `affects`, `products`, `networks`,
    ///   `regions`, `topics` and as many `update` as there are. Of a `kind` `snippet` or `variable`: `name`, and `locale`, which is
    ///   `*` for every language.
    /// - `path`: Its name gives the slug where the front matter does not.
    package mutating func add(markdown text: String, path: String) throws(ImportError) {
        do {
            try read(try FrontMatter(text), path: path)
        } catch {
            throw .inFile(path, error)
        }
    }

    private mutating func read(_ matter: FrontMatter, path: String) throws(ImportError) {
        if let kind = matter.values["kind"].flatMap(Snippet.Kind.init(rawValue:)) {
            return try addSnippet(matter, kind)
        }
        guard let title = matter.values["title"], !title.isEmpty else { throw .missing(key: "title") }
        let name = path.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? ""
        let slugText = matter.values["slug"] ?? name
        guard let slug = Slug(rawValue: slugText) ?? Slug(from: slugText) else {
            throw .invalid(key: "slug", value: slugText)
        }
        let localeText = matter.values["locale"] ?? defaultLocale.rawValue
        guard let locale = LocaleCode(rawValue: localeText) else {
            throw .invalid(key: "locale", value: localeText)
        }
        if matter.values["kind"] == "announcement" {
            try addAnnouncement(matter, slug, locale, title)
            return
        }
        let kindText = matter.values["kind"] ?? Article.Kind.article.rawValue
        guard let kind = Article.Kind(rawValue: kindText) else {
            throw .invalid(key: "kind", value: kindText)
        }
        let categoryText = matter.values["category"] ?? "general"
        guard let category = Slug(rawValue: categoryText) else {
            throw .invalid(key: "category", value: categoryText)
        }
        articles.append(
            Articles.Draft(
                slug: slug,
                locale: locale,
                kind: kind,
                category: category,
                title: title,
                summary: matter.values["summary"] ?? "",
                keywords: Self.list(matter.values["keywords"] ?? ""),
                body: matter.body,
                pin: try pin(matter.values["pin"]),
                audience: try audience(matter),
                source: try source(matter.values["source_locale"])
            )
        )
    }

    private mutating func addSnippet(_ matter: FrontMatter, _ kind: Snippet.Kind) throws(ImportError) {
        guard let text = matter.values["name"] else { throw .missing(key: "name") }
        guard let name = Slug(rawValue: text) else { throw .invalid(key: "name", value: text) }
        let locale = matter.values["locale"] ?? Snippet.everyLanguage
        guard locale == Snippet.everyLanguage || LocaleCode(rawValue: locale) != nil else {
            throw .invalid(key: "locale", value: locale)
        }
        guard let known = snippets.firstIndex(where: { $0.name == name }) else {
            snippets.append(Snippets.Draft(name: name, kind: kind, texts: [locale: matter.body]))
            return
        }
        guard snippets[known].kind == kind else { throw .invalid(key: "kind", value: kind.rawValue) }
        snippets[known].texts[locale] = matter.body
    }

    /// Limits alone say that it is for signed-in customers.
    private func audience(_ matter: FrontMatter) throws(ImportError) -> Audience? {
        func names(_ key: String) -> [String] { Self.list(matter.values[key] ?? "") }
        let (tiers, regions) = (names("tiers"), names("regions"))
        var visibility: Audience.Visibility? = tiers.isEmpty && regions.isEmpty ? nil : .signedIn
        if let text = matter.values["visibility"], !text.isEmpty {
            visibility = Audience.Visibility(rawValue: text)
            if visibility == nil { throw .invalid(key: "visibility", value: text) }
        }
        guard let visibility else { return nil }
        do throws(AuthoringError) {
            return try Audience(visibility, tiers: tiers, regions: regions)
        } catch {
            guard case .invalid(let key, _) = error else { throw .invalid(key: "visibility", value: "") }
            throw .invalid(key: key, value: matter.values[key] ?? "")
        }
    }

    private func source(_ text: String?) throws(ImportError) -> LocaleCode? {
        guard let text, !text.isEmpty else { return nil }
        guard let locale = LocaleCode(rawValue: text) else {
            throw .invalid(key: "source_locale", value: text)
        }
        return locale
    }

    private func pin(_ text: String?) throws(ImportError) -> Int? {
        guard let text, !text.isEmpty else { return nil }
        guard let pin = Int(text), (1...1000).contains(pin) else { throw .invalid(key: "pin", value: text) }
        return pin
    }

    /// Keywords are separated by commas of either language.
    private static func list(_ text: String) -> [String] {
        text.split { ",，、;；".contains($0) }
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    private mutating func addAnnouncement(
        _ matter: FrontMatter,
        _ slug: Slug,
        _ locale: LocaleCode,
        _ title: String
    )
        throws(ImportError)
    {
        let kindText = matter.values["announcement_kind"] ?? Announcement.Kind.product.rawValue
        guard let kind = Announcement.Kind(rawValue: kindText) else {
            throw .invalid(key: "announcement_kind", value: kindText)
        }
        let startsAt = try time(matter.values["starts_at"], key: "starts_at") ?? now
        let expectedEndAt = try time(matter.values["expected_end_at"], key: "expected_end_at")
        let endedAt = try time(matter.values["ended_at"], key: "ended_at")
        let translation = Announcement.Translation(
            locale: locale,
            title: title,
            summary: matter.values["summary"] ?? "",
            body: matter.body,
            affects: Self.list(matter.values["affects"] ?? ""),
            updates: try updates(matter.all("update")),
            updatedAt: now
        )
        let earlier = announcements.firstIndex { $0.slug == slug }
        let known = earlier.map { announcements[$0] }
        let whole = Announcement(
            id: known?.id ?? ID(at: now),
            slug: slug,
            kind: kind,
            startsAt: startsAt,
            expectedEndAt: expectedEndAt,
            endedAt: endedAt,
            scope: try scope(matter),
            translations: (known?.translations ?? []) + [translation]
        )
        if let earlier { announcements[earlier] = whole } else { announcements.append(whole) }
    }

    private func scope(_ matter: FrontMatter) throws(ImportError) -> AffectedScope {
        func names(_ key: String) -> [String] { Self.list(matter.values[key] ?? "") }
        do {
            return try AffectedScope(
                products: names("products"),
                networks: names("networks"),
                regions: names("regions"),
                topics: names("topics")
            ).validated()
        } catch {
            guard case .invalid(let key, _) = error else { throw .invalid(key: "products", value: "") }
            throw .invalid(key: key, value: matter.values[key] ?? "")
        }
    }

    /// Lines `<time> <what there is to say>`, in any order; `<time> [identified] <…>` says how far an incident has come.
    private func updates(_ lines: [String]) throws(ImportError) -> [Announcement.Update] {
        var updates: [Announcement.Update] = []
        for line in lines {
            let parts = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
            guard parts.count == 2, let at = try time(String(parts[0]), key: "update") else {
                throw .invalid(key: "update", value: line)
            }
            updates.append(try update(parts[1], at: at))
        }
        return updates
    }

    private func update(_ text: Substring, at time: Instant) throws(ImportError) -> Announcement.Update {
        guard text.hasPrefix("["), let end = text.firstIndex(of: "]") else {
            return Announcement.Update(text: String(text), at: time)
        }
        let name = String(text[text.index(after: text.startIndex)..<end])
        guard let state = IncidentState(rawValue: name) else { throw .invalid(key: "update", value: name) }
        let rest = text[text.index(after: end)...].drop(while: \.isWhitespace)
        return Announcement.Update(text: String(rest), at: time, state: state)
    }

    /// Of whichever unit: more than anybody plans.
    private static let longestSpan = 100_000

    /// A time: RFC 3339, or relative to now such as `-2h`, `+30m`, `-3d`; empty is none.
    private func time(_ text: String?, key: String) throws(ImportError) -> Instant? {
        guard let text, !text.isEmpty else { return nil }
        if let instant = Instant(rfc3339: text) { return instant }
        let units: [Character: Int] = ["m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()),
            (-Self.longestSpan...Self.longestSpan).contains(count)
        else {
            throw .invalid(key: key, value: text)
        }
        return now + .seconds(count * unit)
    }

    /// Reads lines `{"id","lang","title","body",…}`; the id gives the slug.
    ///
    /// - `category`: The shelf of lines that name none.
    package mutating func add(jsonLines text: String, category: Slug) throws(ImportError) {
        // Not every sign that ends a line of text: some may stand in JSON as they are.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in lines.enumerated() {
            if line.allSatisfy(\.isWhitespace) { continue }
            let record: Record
            do {
                record = try JSONDecoder().decode(Record.self, from: Data(line.utf8))
            } catch {
                throw .malformedLine(index + 1, "not an object with id, title and body")
            }
            guard let slug = Slug(rawValue: record.id) ?? Slug(from: record.id) else {
                throw .malformedLine(index + 1, "no address can be made of the id")
            }
            guard let locale = record.lang.map(LocaleCode.init(rawValue:)) ?? defaultLocale else {
                throw .malformedLine(index + 1, "lang is not a language tag")
            }
            articles.append(
                Articles.Draft(
                    slug: slug,
                    locale: locale == LocaleCode(rawValue: "zh") ? .simplifiedChinese : locale,
                    kind: record.kind.flatMap(Article.Kind.init(rawValue:)) ?? .article,
                    category: record.category.flatMap(Slug.init(rawValue:)) ?? category,
                    title: record.title,
                    summary: record.summary ?? "",
                    keywords: record.keywords ?? [],
                    body: record.body
                )
            )
        }
    }

    private struct Record: Decodable {
        let id: String
        let lang: String?
        let title: String
        let body: String
        let category: String?
        let kind: String?
        let summary: String?
        let keywords: [String]?
    }

    /// The shelves of a folder: `{"categories": [{"slug", "icon", "en": {"name", "description"}, …}]}`, in their order.
    package static func categories(json: String) throws(ImportError) -> [Category] {
        do {
            return try JSONDecoder().decode(CategoryFile.self, from: Data(json.utf8)).categories
        } catch {
            throw .inFile(CategoryFile.name, .malformedLine(1, "not the expected shape"))
        }
    }
}
