import Base
@testable import Knowledge
import People
import Storage
import TestSupport
import Testing

/// Announcements at the desk, on both engines.
@Suite("Announcement desk")
struct AnnouncementDeskTests {
    private typealias Room = AnnouncementRoom

    @Test(
        "an incident goes from draft to resolved, each step told with its time",
        arguments: TestDatabase.engines
    )
    func incident(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let clock = room.scenario.clock
            #expect(try await room.announcements.list() == [])

            let begun = try await room.publish()
            #expect(begun.state == .investigating)
            #expect(begun.scope == AffectedScope(products: ["withdrawals"], networks: ["btc"]))
            #expect(try await room.announcements.list(isActive: true) == [try await room.now()])

            clock.advance(by: .seconds(600))
            let end = clock.now + .seconds(3600)
            let identified = try await room.tell(
                "Identified: a node is behind.",
                .identified,
                expectedEnd: end
            )
            #expect(identified.state == .identified)
            #expect(identified.expectedEndAt == end)

            clock.advance(by: .seconds(600))
            let resolved = try await room.tell("All is sent.", .resolved)
            #expect(resolved.state == .resolved)
            #expect(resolved.endedAt == clock.now)
            #expect(try await room.announcements.list(isActive: true) == [])
            let told = try #require(
                try await room.announcements.announcement(Room.slug).translation(for: .english)
            )
            #expect(told.updates.map(\.state) == [.resolved, .identified])
            #expect(told.updates.last?.at == clock.now - .seconds(600))

            let again = try await room.tell("Late again.", .investigating)
            #expect(again.endedAt == nil && again.state == .investigating)
            let deeds = try await room.desk.deeds(on: room.id)
            #expect(
                deeds.map(\.action).sorted()
                    == ["announcement.published"] + Array(repeating: "announcement.updated", count: 3)
            )
            #expect(deeds.allSatisfy { $0.actor == "Edith Page" })
        }
    }

    @Test(
        "what is scheduled appears at its time, once, and not when it was taken back",
        arguments: TestDatabase.engines
    )
    func schedule(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let clock = room.scenario.clock
            let time = clock.now + .seconds(3600)
            #expect(try await room.publish(at: time).stage == .scheduled)
            try await room.runJobs()
            #expect(try await room.announcements.list() == [])

            let draft = try await room.desk.unschedule(
                room.id,
                from: try await room.now().revision,
                by: room.actor
            )
            #expect(draft.stage == .draft && draft.publishAt == nil)
            clock.advance(by: .seconds(7200))
            try await room.runJobs()
            #expect(try await room.announcements.list() == [])

            try await room.publish(at: clock.now + .seconds(60))
            clock.advance(by: .seconds(61))
            try await room.runJobs()
            #expect(try await room.announcements.list().map(\.stage) == [.published])
            #expect(try await room.now().publishedAt == clock.now)
            let passed = await #expect(throws: AnnouncementError.self) {
                try await room.publish(at: clock.now)
            }
            #expect(passed == .timePassed)
        }
    }

    @Test(
        "news is as old as its publication, and what is withdrawn is seen by nobody",
        arguments: TestDatabase.engines
    )
    func news(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let clock = room.scenario.clock
            let slug = SmallHelpCentre.slug("new-coin")
            let made = try await room.desk.create(Room.draft(.listing, slug: slug), by: room.editor)
            clock.advance(by: .seconds(86_400))
            let shown = try await room.desk.publish(made.id, from: made.revision, by: room.actor)
            #expect(shown.startsAt == clock.now)
            #expect(shown.state == nil)

            let gone = try await room.desk.withdraw(made.id, from: shown.revision, by: room.actor)
            #expect(gone.stage == .withdrawn)
            await #expect(throws: ArticleError.notFound("new-coin")) {
                try await room.announcements.announcement(slug)
            }
        }
    }

    @Test("of two who change it at once the second is told what there is", arguments: TestDatabase.engines)
    func conflict(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let saved = try await room.desk.save(
                Room.draft(title: "By somebody else"),
                of: room.id,
                from: 1,
                by: room.actor
            )
            #expect(saved.revision == 2)

            let error = await #expect(throws: AnnouncementError.self) {
                try await room.desk.publish(room.id, from: 1, by: room.actor)
            }

            #expect(error?.problem.code == "announcement_conflict")
            #expect(error?.problem.members["current"]?.contains("By somebody else") == true)
            #expect(try await room.now() == saved)
            let taken = await #expect(throws: AnnouncementError.self) {
                try await room.desk.create(Room.draft(), by: room.editor)
            }
            #expect(taken == .slugTaken("btc-delay"))
        }
    }

    @Test("a language that is left out is gone, with what was told in it", arguments: TestDatabase.engines)
    func languages(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.publish()
            try await room.tell("Found.", .identified)
            let alone = AnnouncementDraft(
                slug: Room.slug,
                kind: .incident,
                texts: [.init(locale: .english, title: "Bitcoin is late", body: "Found.")]
            )
            let saved = try await room.desk.save(
                alone,
                of: room.id,
                from: try await room.now().revision,
                by: room.actor
            )
            #expect(saved.translations.map(\.locale) == [.english])
            #expect(try await room.now() == saved)
            #expect(saved.translations.first?.updates.map(\.text) == ["Found."])
        }
    }

    @Test("what cannot be told is refused, and nothing changes", arguments: TestDatabase.engines)
    func refusals(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            func refused(_ body: () async throws -> Void) async -> String? {
                do {
                    try await body()
                    return nil
                } catch AnnouncementError.invalid(let field, _) {
                    return field
                } catch let error as AnnouncementError {
                    return error.problem.code
                } catch {
                    return "\(error)"
                }
            }
            #expect(await refused { try await room.tell("Too early.", .identified) } == "stage_not_allowed")
            try await room.publish()
            let before = try await room.now()
            #expect(
                await refused {
                    _ = try await room.desk.update(
                        [.english: "Half told."],
                        state: nil,
                        of: room.id,
                        from: before.revision,
                        by: room.actor
                    )
                } == "texts"
            )
            #expect(await refused { try await room.tell(" ", .identified) } == "texts")
            let later = room.scenario.clock.now + .seconds(60)
            #expect(await refused { try await room.saveAgain(endedAt: later) } == "ended_at")
            let past = before.startsAt - .seconds(60)
            #expect(
                await refused { try await room.tell("Soon.", nil, expectedEnd: past) } == "expected_end_at"
            )
            #expect(try await room.now() == before)

            let slug = SmallHelpCentre.slug("work")
            let maintenance = try await room.desk.create(
                Room.draft(.maintenance, slug: slug),
                by: room.editor
            )
            #expect(
                await refused {
                    _ = try await room.desk.publish(maintenance.id, from: 1, by: room.actor)
                } == "expected_end_at"
            )
            #expect(
                await refused {
                    _ = try await room.desk.create(
                        Room.draft(slug: slug, scope: AffectedScope(networks: ["not a name"])),
                        by: room.editor
                    )
                } == "networks"
            )
        }
    }

    @Test("every stage takes or refuses every event")
    func stages() {
        let allowed: [AnnouncementStage: [AnnouncementStage.Event: AnnouncementStage]] = [
            .draft: [.edit: .draft, .publish: .published, .schedule: .scheduled, .withdraw: .withdrawn],
            .scheduled: [
                .unschedule: .draft, .publish: .published, .schedule: .scheduled, .fallDue: .published,
                .withdraw: .withdrawn,
            ],
            .published: [.edit: .published, .update: .published, .withdraw: .withdrawn],
            .withdrawn: [.edit: .draft, .publish: .published, .schedule: .scheduled],
        ]
        for stage in AnnouncementStage.allCases {
            for event in AnnouncementStage.Event.allCases {
                // That it is refused is an answer here.
                #expect((try? stage.after(event)) == allowed[stage]?[event], "\(stage) \(event)")
            }
        }
    }

    @Test("names of what is affected are short words of letters, digits and hyphens")
    func scope() throws {
        let written = AffectedScope(products: [" Spot", "spot", "api_v3", ""], networks: ["TRC20", "btc"])
        #expect(
            try written.validated()
                == AffectedScope(products: ["api_v3", "spot"], networks: ["btc", "trc20"])
        )
        for name in ["-spot", "a b", "提币", String(repeating: "a", count: 41), "a\u{0}b"] {
            #expect(throws: AnnouncementError.self) { try AffectedScope(regions: [name]).validated() }
        }
    }
}
