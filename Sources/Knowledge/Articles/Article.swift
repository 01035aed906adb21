package import Base
import Storage

/// A page of the help centre in all its languages.
package struct Article: Sendable, Hashable, Identified {
    package static let idPrefix = "art"

    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
        case article, faq, tutorial
    }

    package let id: ID<Article>
    /// The address, the same in all languages.
    package let slug: Slug
    package let kind: Kind
    package let category: Slug
    /// Where it stands among the top questions whatever is read, the smallest first; nil for nowhere.
    package var pin: Int?
    package var audience = Audience.everybody
    /// The language that the others are translated from.
    package var sourceLocale = LocaleCode.english
    /// How often people opened it, and what they said of it.
    package let views: Int
    package let helpful: Int
    package let notHelpful: Int
    /// What readers see; empty where nothing is published.
    package internal(set) var translations: [Translation]

    /// One language of an article.
    package struct Translation: Sendable, Hashable {
        package let locale: LocaleCode
        package let title: String
        /// The answer in one sentence; may be empty.
        package let summary: String
        package let keywords: [String]
        /// Markdown (CommonMark with GitHub's tables, strikethrough, autolinks and task lists).
        package let body: String
        package let updatedAt: Instant
        /// The videos that the body shows, of those that there are.
        package internal(set) var videos: [Video] = []
        /// The pictures that it shows, likewise.
        package internal(set) var pictures: [Picture] = []

        package init(
            locale: LocaleCode,
            title: String,
            summary: String,
            keywords: [String],
            body: String,
            updatedAt: Instant
        ) {
            self.locale = locale
            self.title = title
            self.summary = summary
            self.keywords = keywords
            self.body = body
            self.updatedAt = updatedAt
        }
    }

    /// What a readership may see of it: nothing, where it is not for them.
    func shown(to readership: Readership) -> Article {
        var article = self
        if !readership.sees(audience) { article.translations = [] }
        return article
    }

    /// The translation for a reader: the locale's own, its language's, English, or whatever there is.
    package func translation(for locale: LocaleCode) -> Translation? {
        locale.nearest(of: translations, by: \.locale)
    }
}

/// A part of an address: 1...80 lower-case letters, digits and single hyphens.
package struct Slug: Sendable, Hashable, Codable, RawRepresentable, SQLConvertible, LosslessStringConvertible
{
    package let rawValue: String

    package init?(rawValue: String) {
        guard (1...80).contains(rawValue.utf8.count),
            rawValue.utf8.allSatisfy({ $0 == 45 || (97...122).contains($0) || (48...57).contains($0) }),
            !rawValue.hasPrefix("-"), !rawValue.hasSuffix("-"), !rawValue.contains("--")
        else { return nil }
        self.rawValue = rawValue
    }

    package init?(_ description: String) {
        self.init(rawValue: description)
    }

    /// A slug from any text: letters and digits of ASCII are kept, everything between becomes one hyphen; nil when
    /// nothing is left.
    package init?(from text: String) {
        let words = text.lowercased().unicodeScalars.split { scalar in
            !((97...122).contains(scalar.value) || (48...57).contains(scalar.value))
        }
        let joined = words.map { String($0) }.joined(separator: "-").prefix(80)
        self.init(rawValue: joined.hasSuffix("-") ? String(joined.dropLast()) : String(joined))
    }

    package var description: String { rawValue }
}

/// A shelf of the help centre.
package struct Category: Sendable, Hashable {
    package let slug: Slug
    /// The name of a drawing in the icon sprite.
    package let icon: String
    package let names: [LocaleCode: Name]

    package struct Name: Sendable, Hashable, Codable {
        package let name: String
        package let description: String

        package init(name: String, description: String) {
            self.name = name
            self.description = description
        }
    }

    package init(slug: Slug, icon: String, names: [LocaleCode: Name]) {
        self.slug = slug
        self.icon = icon
        self.names = names
    }

    /// The name for a reader: the locale's own, its language's, English, or whatever there is; the slug where nobody gave
    /// one.
    package func name(for locale: LocaleCode) -> Name {
        let sorted = names.sorted { $0.key.rawValue < $1.key.rawValue }
        return locale.nearest(of: sorted, by: \.key)?.value ?? Name(name: slug.rawValue, description: "")
    }
}
