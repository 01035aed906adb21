import Base
import People

/// What the desk sends of an announcement: all of it.
struct AnnouncementBody: Decodable {
    struct Text: Decodable {
        let locale: LocaleCode
        let title: String
        let summary: String?
        let body: String?
        let affects: [String]?
    }

    struct Scope: Decodable {
        let products: [String]?
        let networks: [String]?
        let regions: [String]?
        let topics: [String]?
    }

    let slug: String?
    let kind: Announcement.Kind
    let startsAt: Instant?
    let expectedEndAt: Instant?
    let endedAt: Instant?
    let scope: Scope?
    let texts: [Text]
    /// What the author started from; left out to begin one.
    let revision: Int?

    /// Without a slug the address stays, or is made of the first title; a title without Latin letters gets one of its time.
    ///
    /// - `locales`: The languages that the installation speaks.
    /// - `known`: The address that it has already; nil of a new one.
    ///
    /// Throws: ``AnnouncementError/invalid(field:_:)``.
    func draft(
        _ locales: [LocaleCode],
        _ known: Slug? = nil,
        at now: Instant
    ) throws(AnnouncementError) -> AnnouncementDraft {
        let made = texts.lazy.compactMap { Slug(from: $0.title) }.first
        let fallback = known ?? made ?? Slug(from: "\(kind.rawValue) \(now.milliseconds)")
        guard let slug = slug.map(Slug.init(rawValue:)) ?? fallback else {
            throw .invalid(field: "slug", "1 to 80 lower-case letters, digits and single hyphens")
        }
        guard texts.allSatisfy({ locales.contains($0.locale) }) else {
            throw .invalid(field: "texts", "languages of this installation")
        }
        return AnnouncementDraft(
            slug: slug,
            kind: kind,
            startsAt: startsAt,
            expectedEndAt: expectedEndAt,
            endedAt: endedAt,
            scope: AffectedScope(
                products: scope?.products ?? [],
                networks: scope?.networks ?? [],
                regions: scope?.regions ?? [],
                topics: scope?.topics ?? []
            ),
            texts: texts.map { text in
                AnnouncementDraft.Text(
                    locale: text.locale,
                    title: text.title,
                    summary: text.summary ?? "",
                    body: text.body ?? "",
                    affects: text.affects ?? []
                )
            }
        )
    }
}

/// What was looked at when something was decided.
struct AnnouncementRevisionBody: Decodable {
    let revision: Int
}

struct PublishAnnouncementBody: Decodable {
    let revision: Int
    /// When; at once when left out.
    let at: Instant?
}

/// How it goes on.
struct AnnouncementUpdateBody: Decodable {
    struct Text: Decodable {
        let locale: LocaleCode
        let text: String
    }

    let revision: Int
    let state: IncidentState?
    let expectedEndAt: Instant?
    let texts: [Text]
}
