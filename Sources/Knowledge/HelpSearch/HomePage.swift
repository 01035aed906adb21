import Base
import Web

/// The help centre's front page.
struct HomePage: Page {
    static let template = "Knowledge/HelpSearch/home"
    static let styles = [
        "Knowledge/HelpSearch/search-box.css", "Knowledge/HelpSearch/home.css",
        "Knowledge/ContactPage/talk-to-us.css",
    ]
    static let scripts = [
        "Knowledge/HelpSearch/search-box.js", "Knowledge/ContactPage/conversation-start.js",
    ]
    static let scriptStrings = ["search.", "problem."]

    struct Incident: Codable, Sendable, Hashable {
        let title: String
        let url: String
        let isMaintenance: Bool
        /// Whether it warns of a fake: such a thing has no end that anybody expects.
        let isWarning: Bool
        let isTrouble: Bool
        let hasExpectedEnd: Bool
        let expectedEndAt: String
        let expectedEndText: String
    }

    struct News: Codable, Sendable, Hashable {
        let title: String
        let url: String
        let icon: String
        let kindText: String
        let startsAt: String
        let startsText: String
    }

    struct Shelf: Codable, Sendable, Hashable {
        let name: String
        let description: String
        let icon: String
        let url: String
    }

    struct Question: Codable, Sendable, Hashable {
        let title: String
        let url: String
    }

    private static let mostQuestions = 10
    private static let mostNews = 3

    let title: String
    /// What stands in the search box: nothing yet.
    let query: String
    let hasIncidents: Bool
    let incidents: [Incident]
    let hasCategories: Bool
    let categories: [Shelf]
    let questionsTitle: String
    let hasTopQuestions: Bool
    let topQuestions: [Question]
    let hasNews: Bool
    let news: [News]
    let support: TalkToUs

    /// `announcements` are all there are, the latest first: those under way stand under the search, the latest others
    /// that are current below.
    init(
        _ catalogue: Catalogue,
        hasAPIDocuments: Bool = false,
        announcements: [Announcement],
        support: SupportState,
        at now: Instant,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let questions = catalogue.topQuestions(for: locale, limit: Self.mostQuestions).compactMap { article in
            article.translation(for: locale).map { Question(title: $0.title, url: "/help/\(article.slug)") }
        }
        self.title = localisation.text("home.title", in: locale)
        self.query = ""
        self.incidents = announcements.filter { $0.isActive(at: now) }.compactMap {
            Incident($0, at: now, locale)
        }
        self.hasIncidents = !self.incidents.isEmpty
        let apiDocuments = hasAPIDocuments ? [Shelf.apiDocuments(localisation, locale)] : []
        self.categories = catalogue.filledCategories.map { Shelf($0, locale) } + apiDocuments
        self.hasCategories = !categories.isEmpty
        self.questionsTitle = localisation.text(
            catalogue.hasWeek ? "home.top_questions_week" : "home.top_questions",
            in: locale
        )
        self.topQuestions = questions
        self.hasTopQuestions = !questions.isEmpty
        self.news = announcements.filter { $0.isCurrent(at: now) && !$0.isActive(at: now) }
            .prefix(Self.mostNews)
            .compactMap { News($0, localisation, locale) }
        self.hasNews = !news.isEmpty
        self.support = TalkToUs(support, localisation, locale)
    }
}

extension HomePage.Incident {
    /// Nil for one that nobody has written in any language.
    fileprivate init?(_ announcement: Announcement, at now: Instant, _ locale: LocaleCode) {
        guard let translation = announcement.translation(for: locale) else { return nil }
        // An end that has passed is no longer what anybody expects.
        let end = announcement.expectedEndAt.flatMap { $0 > now ? $0 : nil }
        self.title = translation.title
        self.url = "/announcements/\(announcement.slug)"
        self.isMaintenance = announcement.kind == .maintenance
        self.isWarning = announcement.kind.isWarning
        self.isTrouble = announcement.kind == .incident
        self.hasExpectedEnd = end != nil
        self.expectedEndAt = end?.rfc3339 ?? ""
        self.expectedEndText = end?.text(in: locale) ?? ""
    }
}

extension HomePage.News {
    /// Nil for one that nobody has written in any language.
    fileprivate init?(_ announcement: Announcement, _ localisation: Localisation, _ locale: LocaleCode) {
        guard let translation = announcement.translation(for: locale) else { return nil }
        self.title = translation.title
        self.url = "/announcements/\(announcement.slug)"
        self.icon = announcement.kind.icon
        self.kindText = localisation.text("announcements.kind.\(announcement.kind.rawValue)", in: locale)
        self.startsAt = announcement.startsAt.rfc3339
        self.startsText = announcement.startsAt.text(in: locale, to: .day)
    }
}

extension HomePage.Shelf {
    fileprivate static func apiDocuments(_ localisation: Localisation, _ locale: LocaleCode) -> Self {
        Self(
            name: localisation.text("api.title", in: locale),
            description: localisation.text("api.shelf", in: locale),
            icon: "code",
            url: "/api-docs"
        )
    }

    fileprivate init(_ category: Category, _ locale: LocaleCode) {
        let name = category.name(for: locale)
        self.name = name.name
        self.description = name.description
        self.icon = category.icon
        self.url = "/help/category/\(category.slug)"
    }
}
