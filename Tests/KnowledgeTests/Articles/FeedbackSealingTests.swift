import Base
@testable import Knowledge
import People
import Safeguard
import Storage
import TestSupport
import Testing

/// What readers say of articles says nothing to who has the database alone, on both engines.
@Suite("What readers say is sealed")
struct FeedbackSealingTests {
    private static let words = "Das hilft mir nicht 没有帮助"
    private static let slug = SmallHelpCentre.slug("late-deposit")
    private static let shelf = SmallHelpCentre.slug("deposits")

    private struct Room {
        let scenario: Scenario
        let articles: Articles
        let customer: ID<Customer>

        func say(_ isHelpful: Bool, _ comment: String) async throws {
            try await articles.put(
                ArticleFeedback(isHelpful: isHelpful, comment: comment),
                of: .customer(customer.description),
                as: .everybody,
                on: FeedbackSealingTests.slug,
                .english,
                key: nil
            )
        }

        /// Article, vote and comment, as they are given out.
        func told() async throws -> String {
            let told = Recorder()
            let subject = DataSubject(id: customer, ids: [customer])
            try await FeedbackRecords(scenario.database).export(subject, for: .subject) { document in
                told.add("\(document.path) \(String(decoding: document.content, as: UTF8.self))")
            }
            return told.all.joined()
        }

        func stored() async throws -> [Stored] {
            try await scenario.database.read { db in
                try db.all(Stored.self, "SELECT comment, sealed_comment FROM article_feedback")
            }
        }
    }

    private struct Stored: RowDecodable {
        let plain: String
        let sealed: [UInt8]?

        init(row: Row) throws(DatabaseError) {
            self.plain = try row.get("comment")
            self.sealed = try row.get("sealed_comment")
        }
    }

    private static func with(
        _ engine: Engine,
        _ body: @escaping @Sendable (Room) async throws -> Void
    ) async throws {
        try await Scenario.with(engine) { scenario in
            let articles = Articles(
                scenario.database,
                gate: SecretsGate(),
                clock: scenario.clock,
                listener: HelpSearches()
            )
            let draft = Articles.Draft(
                slug: slug,
                locale: .english,
                kind: .article,
                category: shelf,
                title: "Late deposit",
                summary: "",
                keywords: [],
                body: "Wait for it."
            )
            try await articles.save(
                [draft],
                categories: [Category(slug: shelf, icon: "deposit", names: [:])]
            )
            try await body(Room(scenario: scenario, articles: articles, customer: ID(at: scenario.clock.now)))
        }
    }

    @Test("it is sealed, changed and given out", arguments: TestDatabase.engines)
    func sealed(_ engine: Engine) async throws {
        try await Self.with(engine) { room in
            try await room.say(false, Self.words)
            #expect(try await room.stored().map(\.plain) == [""])
            #expect(try await room.stored().first?.sealed != nil)
            #expect(try await room.told().contains(Self.words))
            // Another vote without a word leaves what was said.
            try await room.say(true, "")
            #expect(try await room.told().contains(Self.words))
            try await room.say(true, "better now")
            let told = try await room.told()
            #expect(told.contains("better now") && !told.contains(Self.words))
            #expect(told.contains(#""is_helpful":true"#))
            #expect(try await room.stored().count == 1)
        }
    }

    @Test("what was in the clear before is sealed, and erased all the same", arguments: TestDatabase.engines)
    func older(_ engine: Engine) async throws {
        try await Self.with(engine) { room in
            try await room.say(false, "x")
            try await room.scenario.database.write { db in
                _ = try db.run("UPDATE article_feedback SET comment = \(Self.words), sealed_comment = NULL")
            }
            #expect(try await room.told().contains(Self.words))
            let counts = try await room.scenario.database.write { db in
                try [5, 5].map { try Articles.sealing(db, $0) }
            }
            #expect(counts == [1, 0])
            #expect(try await room.stored().map(\.plain) == [""])
            #expect(try await room.told().contains(Self.words))

            let subject = DataSubject(id: room.customer, ids: [room.customer])
            let (records, now) = (FeedbackRecords(room.scenario.database), room.scenario.clock.now)
            let step = try await room.scenario.database.write { db in
                try records.erase(subject, at: now, in: db)
            }
            #expect(
                step == ErasureStep(erased: [.articleComments: 1], kept: [.articleVotes: 1], isDone: true)
            )
            #expect(try await room.stored().map { $0.sealed == nil } == [true])
            #expect(try await room.told() == "")
        }
    }
}
