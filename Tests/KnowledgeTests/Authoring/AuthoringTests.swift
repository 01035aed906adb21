import Base
@testable import Knowledge
import People
import Storage
import TestSupport
import Testing

/// Writing and publishing, on both engines.
@Suite("Authoring")
struct AuthoringTests {
    private typealias Room = AuthoringRoom

    @Test(
        "a draft is seen by nobody until it is published, and its text stays while another is written",
        arguments: TestDatabase.engines
    )
    func publishing(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            #expect(await room.seen() == nil)
            #expect(room.found("late deposit") == [])

            let published = try await room.publish()
            #expect(published.text(in: .english)?.stage == .published)
            #expect(published.text(in: .english)?.liveVersion == 1)
            #expect(await room.seen() == "Wait for it.")
            #expect(room.found("late deposit") == ["late-deposit"])

            try await room.save(Room.text("Late deposit", "Wait an hour."))
            #expect(try await room.text().stage == .draft)
            #expect(await room.seen() == "Wait for it.")

            try await room.publish()
            #expect(await room.seen() == "Wait an hour.")
            let versions = try await room.authoring.versions(room.id, in: .english)
            #expect(versions.map(\.number) == [2, 1])
            #expect(versions.first?.author == "agent one")
            #expect(versions.first?.publisher == "editor one")
        }
    }

    @Test("who saves what somebody changed in between is told what there is", arguments: TestDatabase.engines)
    func conflict(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.save(Room.text("Late deposit", "By somebody else."))

            let error = await #expect(throws: AuthoringError.self) {
                try await room.authoring.save(
                    Room.text(),
                    of: room.id,
                    in: .english,
                    from: 1,
                    by: room.editor
                )
            }

            #expect(error?.problem.code == "draft_conflict")
            #expect(error?.problem.members["current"]?.contains("By somebody else.") == true)
            #expect(try await room.text().text.body == "By somebody else.")
        }
    }

    @Test(
        "of many who save at once one is first, and nobody's text is lost unsaid",
        arguments: TestDatabase.engines
    )
    func race(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let saved = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let text = Room.text("Late deposit", "Text \(number).")
                        // The others are refused: that is counted.
                        let saved = try? await room.authoring.save(
                            text,
                            of: room.id,
                            in: .english,
                            from: 1,
                            by: room.agent
                        )
                        return saved != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(saved == 1)
            let revision = try await room.text().revision
            #expect(revision == 2)
        }
    }

    @Test(
        "what is scheduled is published at its time, once, exactly as it was",
        arguments: TestDatabase.engines
    )
    func schedule(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let time = room.scenario.clock.now + .seconds(3600)
            try await room.publish(at: time)
            #expect(try await room.text().publishAt == time)
            await #expect(throws: AuthoringError.notAllowed(.edit, in: .scheduled)) {
                try await room.save(Room.text("Other"))
            }
            try await room.runJobs()
            #expect(await room.seen() == nil)

            room.scenario.clock.advance(by: .seconds(3601))
            async let first: Void = room.runJobs()
            async let second: Void = room.authoring.publishDue(room.id, in: .english)
            _ = try await (first, second)

            #expect(await room.seen() == "Wait for it.")
            #expect(
                try await room.authoring.versions(room.id, in: .english).map(\.publisher) == ["editor one"]
            )
            #expect(room.found("late deposit") == ["late-deposit"])
        }
    }

    @Test("what is taken back from its time is not published", arguments: TestDatabase.engines)
    func unschedule(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.publish(at: room.scenario.clock.now + .seconds(60))
            _ = try await room.authoring.sendBack(room.id, in: .english, from: 2)
            room.scenario.clock.advance(by: .seconds(61))
            try await room.runJobs()
            try await room.authoring.publishDue(room.id, in: .english)
            #expect(await room.seen() == nil)
            #expect(try await room.text().stage == .draft)
        }
    }

    @Test(
        "what is archived is seen and found no longer, and comes back as a draft",
        arguments: TestDatabase.engines
    )
    func archive(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.publish()
            let revision = try await room.text().revision
            _ = try await room.authoring.archive(room.id, in: .english, from: revision, by: room.editor)
            #expect(await room.seen() == nil)
            #expect(room.found("late deposit") == [])
            #expect(try await room.articles.all(for: .staff) == [])

            _ = try await room.authoring.reopen(room.id, in: .english, from: revision + 1)
            #expect(await room.seen() == nil)
            try await room.publish()
            #expect(try await room.text().liveVersion == 2)
            #expect(await room.seen() == "Wait for it.")
        }
    }

    @Test(
        "an earlier version is the working text again, and the draft can be thrown away",
        arguments: TestDatabase.engines
    )
    func restore(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.publish()
            try await room.save(Room.text("Late deposit", "Second."))
            try await room.publish()
            let revision = try await room.text().revision
            _ = try await room.authoring.restore(1, of: room.id, in: .english, from: revision, by: room.agent)
            #expect(try await room.text().text.body == "Wait for it.")
            #expect(await room.seen() == "Second.")
            let changed = try await room.authoring.difference(room.id, in: .english, from: 2, to: nil)
            #expect(
                changed.lines.filter { $0.change == .added }.map { $0.pieces.map(\.text).joined() } == [
                    "Wait for it."
                ]
            )

            _ = try await room.authoring.discard(room.id, in: .english, from: revision + 1)
            #expect(try await room.text().text.body == "Second.")
            #expect(try await room.text().stage == .published)
            await #expect(throws: AuthoringError.versionNotFound(9)) {
                try await room.authoring.restore(
                    9,
                    of: room.id,
                    in: .english,
                    from: revision + 2,
                    by: room.agent
                )
            }
        }
    }

    @Test(
        "a translation is out of date once its source is published anew, until somebody says otherwise",
        arguments: TestDatabase.engines
    )
    func outOfDate(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.publish()
            try await room.save(Room.text("充币未到账", "请等待。"), .simplifiedChinese)
            try await room.publish(.simplifiedChinese)
            func outdated() async throws -> [String] {
                var filter = WorkingArticleFilter()
                filter.isOutOfDate = true
                return try await room.authoring.list(filter, limit: 10).articles.map(\.settings.slug.rawValue)
            }
            #expect(try await outdated() == [])

            try await room.save(Room.text("Late deposit", "Wait an hour."))
            #expect(try await outdated() == [])
            try await room.publish()
            #expect(try await outdated() == ["late-deposit"])
            let article = try await room.authoring.article(room.id)
            #expect(article.texts.map { article.isOutOfDate($0) } == [false, true])

            let chinese = try await room.text(.simplifiedChinese)
            _ = try await room.authoring.save(
                Room.text("充币未到账", "请等待一小时。"),
                of: room.id,
                in: .simplifiedChinese,
                from: chinese.revision,
                sourceVersion: 2,
                by: room.agent
            )
            #expect(try await outdated() == [])
            await #expect(throws: AuthoringError.self) {
                try await room.authoring.save(
                    Room.text(),
                    of: room.id,
                    in: .simplifiedChinese,
                    from: chinese.revision + 1,
                    sourceVersion: 3,
                    by: room.agent
                )
            }
        }
    }
}
