import Base
import People

/// What is decided for all languages of an article, as the desk sends it.
struct ArticleSettingsBody: Decodable {
    let slug: String
    let kind: Article.Kind
    let category: Slug
    let visibility: Audience.Visibility?
    let tiers: [String]?
    let regions: [String]?
    let pin: Int?
    let owner: String?
    let reviewBy: Instant?

    /// - Throws: ``AuthoringError/invalid(field:_:)``.
    func settings() throws(AuthoringError) -> WorkingArticle.Settings {
        guard let slug = Slug(rawValue: slug) else {
            throw .invalid(field: "slug", "1 to 80 lower-case letters, digits and single hyphens")
        }
        var person: ID<Agent>?
        if let owner {
            guard let id = ID<Agent>(owner) else { throw .ownerUnknown }
            person = id
        }
        return WorkingArticle.Settings(
            slug: slug,
            kind: kind,
            category: category,
            audience: try Audience(visibility ?? .everybody, tiers: tiers ?? [], regions: regions ?? []),
            pin: pin,
            owner: person,
            reviewBy: reviewBy
        )
    }
}

/// A new article: what is decided, and a draft in one language.
struct CreateArticleBody: Decodable {
    let slug: String?
    let kind: Article.Kind?
    let category: Slug
    let locale: String
    let title: String
    let summary: String?
    let keywords: [String]?
    let body: String?

    /// Without a slug the address is made of the title; a title without Latin letters gets one of its time.
    ///
    /// - Throws: ``AuthoringError/invalid(field:_:)``.
    func settings(at now: Instant) throws(AuthoringError) -> WorkingArticle.Settings {
        let made = Slug(from: title) ?? Slug(from: "article \(now.milliseconds)")
        guard let slug = slug.map(Slug.init(rawValue:)) ?? made else {
            throw .invalid(field: "slug", "1 to 80 lower-case letters, digits and single hyphens")
        }
        return WorkingArticle.Settings(slug: slug, kind: kind ?? .article, category: category)
    }

    var text: ArticleText {
        ArticleText(title: title, summary: summary ?? "", keywords: keywords ?? [], body: body ?? "")
    }
}

/// The working text of one language.
struct SaveArticleTextBody: Decodable {
    let title: String
    let summary: String?
    let keywords: [String]?
    let body: String
    /// What the author started from; 0 to begin a language.
    let revision: Int
    let sourceVersion: Int?

    var text: ArticleText {
        ArticleText(title: title, summary: summary ?? "", keywords: keywords ?? [], body: body)
    }
}

/// What was looked at when something was decided.
struct ArticleRevisionBody: Decodable {
    let revision: Int
}

struct PublishArticleBody: Decodable {
    let revision: Int
    /// When; at once when left out.
    let at: Instant?
    let note: String?
}

struct RestoreVersionBody: Decodable {
    let version: Int
    let revision: Int
}

struct MarkdownBody: Decodable {
    let body: String
}

struct PreviewTextBody: Decodable {
    enum Kind: String, Decodable {
        /// Announcements name no snippets, show diagrams in words, and are published as they are.
        case article, announcement
    }

    let body: String
    /// What it is a text of; an article when left out.
    let of: Kind?
    /// The language of the text; English when left out.
    let locale: String?
}
