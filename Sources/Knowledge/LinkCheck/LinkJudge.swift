import Base
import Web

/// What there is to link to on this installation, as far as some links ask.
struct LinkSurroundings: Sendable {
    /// By the addresses that were asked for, those of old among them.
    var articles: [Slug: Article] = [:]
    var categories: Set<Slug> = []
    var announcements: Set<Slug> = []
    var pictures: Set<Slug> = []
    let apis: [APIVersion]
    /// The paths of pages that always are.
    let pages: Set<String>
    let site: SiteOrigin?

    /// The pages of the help centre itself.
    static let portal: Set<String> = [
        "/", "/help/search", "/announcements", "/announcements/status", "/announcements/subscriptions",
        "/announcements/feed.atom", "/announcements/feed.json", "/announcements/maintenance.ics",
        "/api-docs", "/contact",
    ]

    /// The addresses that have to be known before links are judged.
    static func wanted(
        _ links: [MarkdownDocument.Link],
        site: SiteOrigin?
    ) -> (articles: Set<Slug>, announcements: Set<Slug>, pictures: Set<Slug>) {
        var articles: Set<Slug> = []
        var announcements: Set<Slug> = []
        var pictures: Set<Slug> = []
        for link in links {
            guard case .own(let path, _, _) = LinkAddress(link.address, site: site) else { continue }
            let parts = path.split(separator: "/").map(String.init)
            guard parts.count == 2, let slug = Slug(rawValue: parts[1]) else { continue }
            if parts[0] == "help" { articles.insert(slug) }
            if parts[0] == "announcements" { announcements.insert(slug) }
            if parts[0] == "pictures" { pictures.insert(slug) }
        }
        return (articles, announcements, pictures)
    }
}

/// Judges the links of one text by what this server knows; pure.
struct LinkJudge: Sendable {
    let surroundings: LinkSurroundings
    /// Who may read the text: what its links lead to has to be for them too.
    let audience: Audience
    let locale: LocaleCode
    /// Of the text itself.
    let anchors: TextAnchors

    func judge(_ link: MarkdownDocument.Link) -> LinkJudgement {
        if link.kind == .picture, !HTMLCleaner.isOwnPicture(link.address) {
            return .broken("picture_not_shown")
        }
        if link.kind == .link, !HTMLCleaner.isSafeLink(link.address) { return .broken("link_not_shown") }
        switch LinkAddress(link.address, site: surroundings.site) {
        case .here(let anchor):
            return anchor.isEmpty || anchors.contains(anchor) ? .whole : .broken("heading_unknown")
        case .own(let path, let query, let anchor): return judge(path, query, anchor)
        case .outside(let address): return LinkJudgement(state: .waiting, target: address)
        case .program: return .whole
        case .unreadable: return .broken("address_unreadable")
        }
    }

    private func judge(_ path: String, _ query: String?, _ anchor: String) -> LinkJudgement {
        if surroundings.pages.contains(path) { return .whole }
        let parts = path.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("help", 2): return article(parts[1], query, anchor)
        case ("help", 3) where parts[1] == "category":
            let known = Slug(rawValue: parts[2]).map(surroundings.categories.contains) ?? false
            return known ? .whole : .broken("category_unknown")
        case ("announcements", 2):
            let known = Slug(rawValue: parts[1]).map(surroundings.announcements.contains) ?? false
            return known ? .whole : .broken("announcement_unknown")
        case ("pictures", 2...):
            let known =
                parts.count == 2 && Slug(rawValue: parts[1]).map(surroundings.pictures.contains) ?? false
            return known ? .whole : .broken("picture_unknown")
        case ("api-docs", 2...4): return apiPage(Array(parts.dropFirst()))
        default: return elsewhere(path, query)
        }
    }

    private func article(_ name: String, _ query: String?, _ anchor: String) -> LinkJudgement {
        guard let slug = Slug(rawValue: name), let article = surroundings.articles[slug] else {
            return .broken("article_unknown")
        }
        guard let translation = article.translation(for: locale) else {
            return .broken("article_not_published", at: article.id)
        }
        guard audience.isWithin(article.audience) else {
            return .broken("article_not_for_readers", at: article.id)
        }
        if !anchor.isEmpty, !Self.anchors(of: translation).contains(anchor) {
            return .broken("heading_unknown", at: article.id)
        }
        guard article.slug != slug else { return LinkJudgement(state: .whole, article: article.id) }
        let ends = (query.map { "?\($0)" } ?? "") + (anchor.isEmpty ? "" : "#\(anchor)")
        return LinkJudgement(
            state: .moved,
            reason: "article_moved",
            suggestion: "/help/\(article.slug)\(ends)",
            article: article.id
        )
    }

    private static func anchors(of text: Article.Translation) -> TextAnchors {
        let videos = Dictionary(text.videos.map { ($0.name, $0) }) { first, _ in first }
        return TextAnchors(MarkdownDocument(text.body, in: text.locale), showing: videos)
    }

    private func apiPage(_ parts: [String]) -> LinkJudgement {
        let versions = surroundings.apis.filter { $0.api.rawValue == parts[0] }
        guard !versions.isEmpty else { return .broken("api_unknown") }
        guard parts.count > 1, !(parts.count == 2 && ["changes", "changes.atom"].contains(parts[1])) else {
            return .whole
        }
        guard let version = versions.first(where: { $0.name.rawValue == parts[1] }) else {
            return .broken("api_version_unknown")
        }
        guard parts.count > 2 else { return .whole }
        return version.document.entry(parts[2]) == nil ? .broken("api_entry_unknown") : .whole
    }

    /// What stands behind the same address but is not this program's: a proxy in front knows.
    private func elsewhere(_ path: String, _ query: String?) -> LinkJudgement {
        guard let site = surroundings.site else {
            return LinkJudgement(state: .unchecked, reason: "site_unknown")
        }
        let address =
            "\(site)\(LinkAddress.escaped(path))\(query.map { "?\(LinkAddress.escaped($0))" } ?? "")"
        guard address.utf8.count <= LinkAddress.longest else { return .broken("address_unreadable") }
        return LinkJudgement(state: .waiting, target: address)
    }
}
