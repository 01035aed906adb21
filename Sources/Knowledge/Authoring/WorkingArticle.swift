package import Base
package import People
import Storage

/// An article as those see it who write it: every language, published or not.
package struct WorkingArticle: Sendable, Hashable {
    /// What is decided for all languages.
    package struct Settings: Sendable, Hashable {
        package var slug: Slug
        package var kind: Article.Kind
        package var category: Slug
        package var audience: Audience
        package var pin: Int?
        package var owner: ID<Agent>?
        package var reviewBy: Instant?

        package init(
            slug: Slug,
            kind: Article.Kind,
            category: Slug,
            audience: Audience = .everybody,
            pin: Int? = nil,
            owner: ID<Agent>? = nil,
            reviewBy: Instant? = nil
        ) {
            self.slug = slug
            self.kind = kind
            self.category = category
            self.audience = audience
            self.pin = pin
            self.owner = owner
            self.reviewBy = reviewBy
        }
    }

    package let id: ID<Article>
    package let settings: Settings
    package let ownerName: String?
    /// The language that the others are translated from.
    package let sourceLocale: LocaleCode
    package let views: Int
    package let helpful: Int
    package let notHelpful: Int
    /// When anybody worked on it last.
    package let workedAt: Instant
    /// By locale, the source first.
    package let texts: [WorkingText]

    package func text(in locale: LocaleCode) -> WorkingText? {
        texts.first { $0.locale == locale }
    }

    /// Whether a translation was made from an earlier version of the source than readers see now.
    package func isOutOfDate(_ text: WorkingText) -> Bool {
        guard text.locale != sourceLocale, text.stage != .archived,
            let live = self.text(in: sourceLocale)?.liveVersion
        else { return false }
        return (text.sourceVersion ?? 0) < live
    }
}

/// One language of an article while it is worked on.
package struct WorkingText: Sendable, Hashable {
    package let locale: LocaleCode
    package let text: ArticleText
    package let stage: TranslationStage
    /// Grows with every change.
    package let revision: Int
    /// The version that readers see; nil when they see none.
    package let liveVersion: Int?
    /// The version of the source language that it was made from; nil for the source and where nobody knows.
    package let sourceVersion: Int?
    package let editor: ID<Agent>?
    /// Nil for an import.
    package let editorName: String?
    package let editedAt: Instant
    /// When it is published; nil unless it is scheduled.
    package let publishAt: Instant?
    /// Who scheduled it, and what is to stand beside the version.
    let publisher: ID<Agent>?
    let publishNote: String
}

/// A text as it was published.
package struct ArticleVersion: Sendable, Hashable {
    package let number: Int
    package let text: ArticleText
    /// Nil for an import.
    package let author: String?
    package let publisher: String?
    package let note: String
    package let createdAt: Instant
}

/// What somebody at the desk said about a text.
package struct ArticleComment: Sendable, Hashable, Identified {
    package static let idPrefix = "acm"
    package static let longestBody = 2000

    package let id: ID<ArticleComment>
    package let author: String
    package let body: String
    package let createdAt: Instant
}
