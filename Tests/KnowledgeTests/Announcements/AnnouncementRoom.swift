import Base
@testable import Knowledge
import Logging
import People
import Safeguard
import Storage
import TestSupport
import Testing

/// An editor who tells everybody, and a draft of an incident in two languages.
struct AnnouncementRoom {
    let scenario: Scenario
    let announcements: Announcements
    let desk: AnnouncementDesk
    let editor: Agent
    let id: ID<Announcement>

    static let slug = SmallHelpCentre.slug("btc-delay")

    typealias MakeHearers = @Sendable (Scenario, Jobs) -> [any AnnouncementHearer]

    static func with(
        _ engine: Engine,
        hearers: MakeHearers = { _, _ in [] },
        _ body: @escaping @Sendable (AnnouncementRoom) async throws -> Void
    ) async throws {
        try await Scenario.with(engine) { scenario in
            let announcements = Announcements(
                scenario.database,
                clock: scenario.clock,
                listener: HelpSearches()
            )
            let jobs = Jobs(clock: scenario.clock, signal: scenario.jobSignal)
            let desk = AnnouncementDesk(
                announcements,
                hearers: hearers(scenario, jobs),
                jobs: jobs
            )
            let editor = try await scenario.agents.create(
                .init(
                    name: "Edith Page",
                    email: "edith@desk.example",
                    role: .editor,
                    password: Redacted(Scenario.password)
                )
            )
            let made = try await desk.create(draft(), by: editor)
            try await body(
                AnnouncementRoom(
                    scenario: scenario,
                    announcements: announcements,
                    desk: desk,
                    editor: editor,
                    id: made.id
                )
            )
        }
    }

    static func draft(
        _ kind: Announcement.Kind = .incident,
        slug: Slug = slug,
        title: String = "Bitcoin is late",
        startsAt: Instant? = nil,
        expectedEndAt: Instant? = nil,
        scope: AffectedScope = AffectedScope(products: ["Withdrawals"], networks: ["BTC"])
    ) -> AnnouncementDraft {
        AnnouncementDraft(
            slug: slug,
            kind: kind,
            startsAt: startsAt,
            expectedEndAt: expectedEndAt,
            scope: scope,
            texts: [
                .init(locale: .english, title: title, body: "We are looking."),
                .init(locale: .simplifiedChinese, title: "比特币延迟", body: "正在排查。"),
            ]
        )
    }

    static func texts(_ english: String) -> [LocaleCode: String] {
        [.english: english, .simplifiedChinese: "进展"]
    }

    var actor: AuditActor { editor.acting() }

    func now() async throws -> Announcement { try await desk.announcement(id) }

    @discardableResult
    func publish(at time: Instant? = nil) async throws -> Announcement {
        try await desk.publish(id, from: try await now().revision, at: time, by: actor)
    }

    @discardableResult
    func tell(
        _ english: String,
        _ state: IncidentState?,
        expectedEnd: Instant? = nil
    ) async throws -> Announcement {
        try await desk.update(
            Self.texts(english),
            state: state,
            expectedEnd: expectedEnd,
            of: id,
            from: try await now().revision,
            by: actor
        )
    }

    /// What the jobs do that are due.
    func runJobs() async throws {
        let runner = JobRunner(
            scenario.database,
            handlers: [desk.publishing],
            signal: scenario.jobSignal,
            clock: scenario.clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        while try await runner.runDue() > 0 {}
    }
}
