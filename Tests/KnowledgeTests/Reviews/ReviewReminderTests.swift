import Base
import Foundation
@testable import Knowledge
import Logging
import Mail
import People
import Safeguard
import Storage
import TestSupport
import Testing
import Web

/// Letters that say what has to be reviewed, on both engines.
@Suite("Reminders of reviews")
struct ReviewReminderTests {
    private typealias Room = AuthoringRoom
    private typealias Post = SubscriptionRoom.Post

    /// An editor's room with a mail server.
    private struct Desk {
        let room: Room
        let reminders: ReviewReminders
        let mailer: Mailer
        let post = Post()

        init(_ room: Room) throws {
            self.room = room
            let mailer = Mailer(
                room.scenario.database,
                transport: post,
                sender: try #require(Mailbox("Demo <support@demo.example>")),
                jobs: Jobs(clock: room.scenario.clock, signal: room.scenario.jobSignal),
                clock: room.scenario.clock
            )
            self.mailer = mailer
            reminders = ReviewReminders(
                room.scenario.database,
                mailer: mailer,
                brand: "Demo",
                site: try #require(SiteOrigin("https://desk.example")),
                localisation: try Localisation(assets: [WebAssets.files, KnowledgeAssets.files]),
                clock: room.scenario.clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        }

        /// Publishes an article that is to be reviewed so many days from now.
        func article(_ slug: String, by owner: Agent?, in days: Int) async throws -> WorkingArticle {
            let made = try await room.authoring.create(
                .init(slug: SmallHelpCentre.slug(slug), kind: .article, category: Room.shelf),
                in: .english,
                Room.text("The \(slug)"),
                by: room.editor
            )
            _ = try await room.authoring.publish(made.id, in: .english, from: 1, by: room.editor)
            return try await set(made, owner, in: days)
        }

        func set(_ article: WorkingArticle, _ owner: Agent?, in days: Int) async throws -> WorkingArticle {
            var settings = article.settings
            settings.owner = owner?.id
            let day = ReviewRound.day(of: room.scenario.clock.now) + days
            settings.reviewBy = Instant(milliseconds: Int64(day) * 86_400_000)
            return try await room.authoring.change(article.id, to: settings, by: room.editor)
        }

        /// What was written since the last look, as recipient and articles.
        func letters() async throws -> [String: [String]] {
            let before = post.all().count
            // A second look writes nothing more.
            try await reminders.remind()
            try await reminders.remind()
            let runner = JobRunner(
                room.scenario.database,
                handlers: mailer.handlers,
                signal: room.scenario.jobSignal,
                clock: room.scenario.clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            while try await runner.runDue() > 0 {}
            let taken = post.all().dropFirst(before)
            #expect(Set(taken.map(\.to)).count == taken.count)
            return Dictionary(
                uniqueKeysWithValues: taken.map { letter in
                    (letter.to, letter.text.matches(of: /- The ([a-z]+)/).map { String($0.output.1) })
                }
            )
        }

        func wait(_ days: Int) { room.scenario.clock.advance(by: .seconds(days * 86_400)) }
    }

    @Test(
        "a week before and on the day, once each, in one letter of all of theirs",
        arguments: Engine.allCases
    )
    func twice(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let desk = try Desk(room)
            let agent = room.agent.email
            let one = try await desk.article("one", by: room.agent, in: 8)
            _ = try await desk.article("two", by: room.agent, in: 20)
            _ = try await desk.article("three", by: room.agent, in: -3)
            #expect(try await desk.letters() == [agent: ["three"]])
            desk.wait(1)
            #expect(try await desk.letters() == [agent: ["three", "one"]])
            let letter = try #require(desk.post.all().last)
            #expect(letter.text.contains("https://desk.example/desk/knowledge#\(one.id)"))
            #expect(letter.text.contains("overdue since"))
            for _ in 0..<6 {
                desk.wait(1)
                #expect(try await desk.letters() == [:])
            }
            desk.wait(1)
            #expect(try await desk.letters() == [agent: ["three", "one"]])
            // Of another date they hear anew.
            _ = try await desk.set(one, room.agent, in: 2)
            #expect(try await desk.letters() == [:], "one letter a day")
            desk.wait(1)
            #expect(try await desk.letters() == [agent: ["three", "one"]])
        }
    }

    @Test(
        "editors hear of what nobody owns, or somebody who left; drafts are told to nobody",
        arguments: Engine.allCases
    )
    func ownerless(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let desk = try Desk(room)
            let leaving = try await desk.article("left", by: room.agent, in: 1)
            _ = try await desk.article("nobodys", by: nil, in: 2)
            _ = try await desk.article("own", by: room.editor, in: 3)
            var draft = try await room.authoring.article(room.id)
            draft = try await desk.set(draft, nil, in: 0)
            #expect(draft.settings.reviewBy != nil)
            #expect(
                try await desk.letters() == [
                    room.agent.email: ["left"], room.editor.email: ["own", "nobodys"],
                ]
            )
            try await room.scenario.database.write { db in
                _ = try db.run("UPDATE agent SET is_active = \(false) WHERE id = \(room.agent.id)")
            }
            desk.wait(1)
            #expect(try await desk.letters() == [room.editor.email: ["own", "left", "nobodys"]])
            let text = try #require(desk.post.all().last).text
            #expect(text.contains("Nobody owns these:"))
            #expect(try await room.authoring.article(leaving.id).settings.owner == room.agent.id)
        }
    }

    @Test("where nobody is an editor, admins hear of what nobody owns", arguments: Engine.allCases)
    func admins(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let desk = try Desk(room)
            let admin = try await room.scenario.agents.create(
                .init(
                    name: "Ada Admin",
                    email: "ada@desk.example",
                    role: .admin,
                    password: Redacted(Scenario.password)
                )
            )
            _ = try await desk.article("nobodys", by: nil, in: 2)
            #expect(try await desk.letters() == [room.editor.email: ["nobodys"]])
            try await room.scenario.database.write { db in
                _ = try db.run("UPDATE agent SET is_active = \(false) WHERE id = \(room.editor.id)")
            }
            #expect(try await desk.letters() == [admin.email: ["nobodys"]])
        }
    }

    @Test("however much is overdue for long, what comes after it is told", arguments: Engine.allCases)
    func many(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let desk = try Desk(room)
            let now = room.scenario.clock.now
            try await room.scenario.database.write { db in
                let sql = ArticleSQL(db: db)
                for number in 1...2_000 {
                    let id = try sql.upsert(
                        SmallHelpCentre.slug("late-\(number)"),
                        kind: .article,
                        category: Room.shelf,
                        pin: nil,
                        source: .english,
                        id: ID(at: now),
                        at: now
                    )
                    let text = Article.Translation(
                        locale: .english,
                        title: "The late",
                        summary: "",
                        keywords: [],
                        body: "",
                        updatedAt: now
                    )
                    try sql.upsert(text, of: id)
                }
                try db.run(
                    """
                    UPDATE article SET owner_id = \(room.agent.id), review_by = \(now)
                    WHERE slug LIKE 'late-%' AND id <> \(room.id)
                    """
                )
            }
            _ = try await desk.article("last", by: room.editor, in: 1)
            let letters = try await desk.letters()
            #expect(letters[room.editor.email] == ["last"])
            #expect(letters[room.agent.email]?.count == 50)
            let told = try await room.scenario.database.read { db in try ReviewReminderSQL(db: db).told() }
            #expect(told.count == 2_001)
        }
    }
}
