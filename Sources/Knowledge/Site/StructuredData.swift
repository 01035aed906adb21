import Base
import Web

/// Objects of https://schema.org about our pages.
struct StructuredData: Sendable {
    let site: SiteOrigin
    let brand: String
    /// Where the operator's logo is, without host.
    var logo: String?

    /// The help centre itself, whose search others may offer, and who it belongs to.
    var website: JSONValue {
        object(
            "WebSite",
            [
                "@id": .text("\(site)/#website"), "url": .text("\(site)/"), "name": .text(brand),
                "publisher": organization,
                "potentialAction": .object([
                    "@type": .text("SearchAction"),
                    "target": .object([
                        "@type": .text("EntryPoint"),
                        "urlTemplate": .text("\(site)/help/search?q={search_term_string}"),
                    ]),
                    "query-input": .text("required name=search_term_string"),
                ]),
            ]
        )
    }

    private var organization: JSONValue {
        var members: [String: JSONValue] = [
            "@type": .text("Organization"), "@id": .text("\(site)/#organization"), "name": .text(brand),
            "url": .text("\(site)/"),
        ]
        members["logo"] = logo.map { .text("\(site)\($0)") }
        return .object(members)
    }

    /// The way to a page, the help centre first and the page last.
    ///
    /// - Parameter steps: Names and addresses without host; the page's own address is not said.
    /// - Returns: A `BreadcrumbList`.
    func breadcrumb(_ steps: [(name: String, address: String?)]) -> JSONValue {
        let items = steps.enumerated().map { position, step in
            var item: [String: JSONValue] = [
                "@type": .text("ListItem"), "position": .number(Double(position + 1)),
                "name": .text(step.name),
            ]
            item["item"] = step.address.map { .text("\(site)\($0)") }
            return JSONValue.object(item)
        }
        return object("BreadcrumbList", ["itemListElement": .list(items)])
    }

    /// What an article is: an answer, instructions, or a text.
    ///
    /// - Parameters:
    ///   - article: Whose.
    ///   - translation: The text.
    ///   - document: The text as a page shows it.
    ///   - address: Its own in the translation's language, without host.
    /// - Returns: A `FAQPage`, a `HowTo` or an `Article`.
    func article(
        _ article: Article,
        _ translation: Article.Translation,
        _ document: MarkdownDocument,
        at address: String
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "url": .text("\(site)\(address)"), "inLanguage": .text(translation.locale.rawValue),
            "dateModified": .text(translation.updatedAt.rfc3339),
        ]
        if article.kind == .faq {
            members["mainEntity"] = .list([
                .object([
                    "@type": .text("Question"), "name": .text(translation.title),
                    "acceptedAnswer": .object([
                        "@type": .text("Answer"), "text": .text(Self.answer(translation, document)),
                    ]),
                ])
            ])
            return object("FAQPage", members)
        }
        if !translation.summary.isEmpty { members["description"] = .text(translation.summary) }
        let lists = document.instructions.filter { $0.steps.count >= 2 }
        if lists.isEmpty {
            members["headline"] = .text(translation.title)
            members["publisher"] = organization
            return object("Article", members)
        }
        members["name"] = .text(translation.title)
        members["step"] = .list(steps(lists, at: address))
        return object("HowTo", members)
    }

    /// A video that an article shows.
    ///
    /// - Parameters:
    ///   - video: Which one.
    ///   - translation: The text that shows it.
    ///   - address: The page's own in the translation's language, without host.
    /// - Returns: A `VideoObject`; nil for one without a film.
    func video(_ video: Video, in translation: Article.Translation, at address: String) -> JSONValue? {
        guard let film = video.film else { return nil }
        let title = video.title(for: translation.locale)
        var members: [String: JSONValue] = [
            "name": .text(title), "inLanguage": .text(translation.locale.rawValue),
            "description": .text(translation.summary.isEmpty ? title : translation.summary),
            "uploadDate": .text(film.createdAt.rfc3339), "contentUrl": .text("\(site)\(film.address)"),
            "encodingFormat": .text(film.mediaType),
        ]
        members["thumbnailUrl"] = video.poster.map { .text("\(site)\($0.address)") }
        let seconds = film.milliseconds.map { Int((Double($0) / 1_000).rounded()) }
        members["duration"] = seconds.map { .text("PT\($0)S") }
        let chapters = video.transcript(in: translation.locale).chapters
        let clips = chapters.enumerated().map { position, chapter in
            var clip: [String: JSONValue] = [
                "@type": .text("Clip"), "name": .text(chapter.title),
                "startOffset": .number(Double(chapter.second)),
                "url": .text("\(site)\(address)#\(VideoFigure.anchor(of: video.name, at: chapter.second))"),
            ]
            clip["thumbnailUrl"] = video.still(at: chapter.second).map { .text("\(site)\($0.address)") }
            let end = position + 1 < chapters.count ? chapters[position + 1].second : seconds
            clip["endOffset"] = end.map { .number(Double($0)) }
            return JSONValue.object(clip)
        }
        if !clips.isEmpty { members["hasPart"] = .list(clips) }
        return object("VideoObject", members)
    }

    private static func answer(_ translation: Article.Translation, _ document: MarkdownDocument) -> String {
        let parts = document.sections.flatMap { [$0.heading, $0.text] }.filter { !$0.isEmpty }
        return parts.isEmpty ? translation.summary : parts.joined(separator: "\n")
    }

    /// One list is the steps, several are sections of them.
    private func steps(_ lists: [MarkdownDocument.Instructions], at address: String) -> [JSONValue] {
        let all = lists.map { list in
            let place = list.anchor.isEmpty ? address : "\(address)#\(list.anchor)"
            return list.steps.enumerated().map { position, text in
                JSONValue.object([
                    "@type": .text("HowToStep"), "position": .number(Double(position + 1)),
                    "text": .text(text), "url": .text("\(site)\(place)"),
                ])
            }
        }
        guard all.count > 1 else { return all.first ?? [] }
        return zip(lists, all).enumerated().map { position, list in
            var section: [String: JSONValue] = [
                "@type": .text("HowToSection"), "position": .number(Double(position + 1)),
                "itemListElement": .list(list.1),
            ]
            if !list.0.heading.isEmpty { section["name"] = .text(list.0.heading) }
            return .object(section)
        }
    }

    private func object(_ type: String, _ members: [String: JSONValue]) -> JSONValue {
        .object(members.merging(["@context": .text("https://schema.org"), "@type": .text(type)]) { $1 })
    }
}
