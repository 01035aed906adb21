import Base
@testable import Knowledge
import Logging
import People
import Safeguard
import Storage
import TestSupport
import Testing

/// An editor, an agent, and an article with a draft in English.
struct AuthoringRoom {
    let scenario: Scenario
    let authoring: Authoring
    let articles: Articles
    let search: HelpSearches
    let editor: Agent
    let agent: Agent
    let id: ID<Article>

    static let slug = SmallHelpCentre.slug("late-deposit")
    static let shelf = SmallHelpCentre.slug("deposits")

    static func with(
        _ engine: Engine,
        _ body: @escaping @Sendable (AuthoringRoom) async throws -> Void
    ) async throws {
        try await Scenario.with(engine) { scenario in
            let search = HelpSearches()
            let articles = Articles(
                scenario.database,
                gate: SecretsGate(),
                clock: scenario.clock,
                listener: search
            )
            let jobs = Jobs(clock: scenario.clock, signal: scenario.jobSignal)
            let authoring = Authoring(articles, agents: scenario.agents, jobs: jobs)
            func person(_ role: Role) async throws -> Agent {
                let password = Redacted(Scenario.password)
                return try await scenario.agents.create(
                    .init(
                        name: "\(role.rawValue) one",
                        email: "\(role.rawValue)@desk.example",
                        role: role,
                        password: password
                    )
                )
            }
            try await articles.save(
                [],
                categories: [Category(slug: shelf, icon: "deposit", names: [:])]
            )
            let (editor, agent) = (try await person(.editor), try await person(.agent))
            let settings = WorkingArticle.Settings(slug: slug, kind: .article, category: shelf)
            let made = try await authoring.create(settings, in: .english, text(), by: agent)
            let room = AuthoringRoom(
                scenario: scenario,
                authoring: authoring,
                articles: articles,
                search: search,
                editor: editor,
                agent: agent,
                id: made.id
            )
            try await body(room)
        }
    }

    static func text(_ title: String = "Late deposit", _ body: String = "Wait for it.") -> ArticleText {
        ArticleText(title: title, summary: "", keywords: ["deposit"], body: body)
    }

    func text(_ locale: LocaleCode = .english) async throws -> WorkingText {
        try #require(try await authoring.article(id).text(in: locale))
    }

    @discardableResult
    func publish(_ locale: LocaleCode = .english, at time: Instant? = nil) async throws -> WorkingArticle {
        let revision = try await text(locale).revision
        return try await authoring.publish(id, in: locale, from: revision, at: time, by: editor)
    }

    @discardableResult
    func save(_ text: ArticleText, _ locale: LocaleCode = .english) async throws -> WorkingArticle {
        let revision = try await authoring.article(id).text(in: locale)?.revision ?? 0
        return try await authoring.save(text, of: id, in: locale, from: revision, by: agent)
    }

    /// What readers see.
    func seen(_ locale: LocaleCode = .english, by reader: Reader = .everybody) async -> String? {
        // That there is none for them is an answer here.
        let article = try? await articles.article(Self.slug, for: reader)
        return article?.translations.first { $0.locale == locale }?.body
    }

    func found(_ question: String, by reader: Reader = .everybody) -> [String] {
        search.search(for: reader).search(question, locale: .english, limit: 10).hits.map(\.slug.rawValue)
    }

    /// What the jobs do that are due.
    func runJobs() async throws {
        let runner = JobRunner(
            scenario.database,
            handlers: [authoring.publishing],
            signal: scenario.jobSignal,
            clock: scenario.clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        while try await runner.runDue() > 0 {}
    }
}
