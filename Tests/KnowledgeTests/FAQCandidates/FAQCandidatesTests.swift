import Base
@testable import Knowledge
import People
import Storage
import Synchronization
import TestSupport
import Testing

/// What customers ask is counted, kept and put away, on both engines.
@Suite("FAQ candidates")
struct FAQCandidatesTests {
    /// Conversations as a test has them.
    private final class Told: AskedConversations {
        private let all = Mutex<[FirstAsked]>([])
        private let pages = Mutex(0)
        let oldest = FixedClock().now - .seconds(3_600)

        var pageCount: Int { pages.withLock { $0 } }

        func set(_ asked: [FirstAsked]) { all.withLock { $0 = asked } }

        func page(since moment: Instant, after place: String?, limit: Int) async throws -> AskedPage {
            let all = all.withLock { $0 }
            pages.withLock { $0 += 1 }
            let start = place.flatMap { Int($0) } ?? 0
            let end = min(all.count, start + limit)
            return AskedPage(
                Array(all[start..<end]),
                count: end - start,
                oldest: oldest,
                next: end < all.count ? String(end) : nil
            )
        }
    }

    private struct Room: Sendable {
        let authors: AuthoringRoom
        let told = Told()
        let candidates: FAQCandidates

        init(_ authors: AuthoringRoom) {
            self.authors = authors
            candidates = FAQCandidates(
                authors.articles,
                search: authors.search,
                conversations: told,
                answer: { hits in hits.first { $0.subjectCoverage > 0.9 } }
            )
        }

        var clock: FixedClock { authors.scenario.clock }

        func ask(_ text: String, by customers: Int, _ ending: FirstAsked.Ending = .open) -> [FirstAsked] {
            (0..<customers).map { FAQFindingTests.asked("\(text) \($0)", text, ending) }
        }

        func count(_ asked: [FirstAsked]) async throws -> AskedReport {
            told.set(asked)
            _ = try await candidates.countAnew()
            #expect(try await candidates.countIfDue(isDaily: false))
            return try await candidates.report(in: nil)
        }
    }

    private static func with(
        _ engine: Engine,
        _ body: @escaping @Sendable (Room) async throws -> Void
    ) async throws {
        try await AuthoringRoom.with(engine) { room in try await body(Room(room)) }
    }

    @Test("each round puts what it finds in the place of what there was", arguments: TestDatabase.engines)
    func rounds(_ engine: Engine) async throws {
        try await Self.with(engine) { room in
            #expect(try await room.candidates.report(in: nil).round == FAQRound())
            let first = try await room.count(
                room.ask("how to stake eth", by: 5, .person) + room.ask("tax report", by: 4)
                    + room.ask("lost password", by: 2)
            )
            #expect(first.candidates.map(\.candidate.wording) == ["how to stake eth", "tax report"])
            #expect(first.endedWithPerson.map(\.candidate.wording) == ["how to stake eth"])
            #expect(first.round.conversations == 11 && first.round.since == room.told.oldest)
            #expect(first.round.countedAt == room.clock.now && !first.round.isUnderWay)
            #expect(try await room.candidates.report(in: .simplifiedChinese).candidates == [])

            room.clock.advance(by: .seconds(60))
            let second = try await room.count(room.ask("how to stake eth", by: 3))
            #expect(second.candidates.map(\.candidate.asked) == [3] && second.endedWithPerson == [])
            // Words that are the same stand under the same id.
            #expect(second.candidates[0].candidate.id == first.candidates[0].candidate.id)
            room.clock.advance(by: .seconds(60))
            // Two of three are gone.
            #expect(try await room.count(room.ask("how to stake eth", by: 1)).candidates == [])
        }
    }

    @Test(
        "a round is once a day, when it is wanted, and when the one before did not end",
        arguments: TestDatabase.engines
    )
    func due(_ engine: Engine) async throws {
        try await Self.with(engine) { room in
            let candidates = room.candidates
            #expect(try await !candidates.countIfDue(isDaily: false))
            #expect(try await candidates.countIfDue())
            room.clock.advance(by: .seconds(86_399))
            #expect(try await !candidates.countIfDue())
            room.clock.advance(by: .seconds(1))
            #expect(try await candidates.countIfDue())

            room.clock.advance(by: .seconds(5))
            #expect(try await candidates.countAnew().isUnderWay)
            #expect(try await candidates.countIfDue(isDaily: false))
            #expect(try await !candidates.countIfDue(isDaily: false))

            // Somebody began and went away.
            room.clock.advance(by: .seconds(5))
            let now = room.clock.now
            try await room.authors.scenario.database.write { db in
                let sql = FAQCandidatesSQL(db: db)
                try sql.want(at: now)
                #expect(try sql.begin(at: now))
                #expect(try !sql.begin(at: now))
            }
            #expect(try await candidates.countAnew().isUnderWay)
            #expect(try await !candidates.countIfDue(isDaily: false))
            room.clock.advance(by: .seconds(900))
            #expect(try await candidates.countIfDue(isDaily: false))
        }
    }

    @Test("of many conversations the newest are read, a page at a time", arguments: TestDatabase.engines)
    func bounded(_ engine: Engine) async throws {
        try await Self.with(engine) { room in
            let report = try await room.count(room.ask("how to stake eth", by: 6_000))
            #expect(report.round.conversations == 5_000 && room.told.pageCount == 50)
            #expect(report.candidates.map(\.candidate.asked) == [5_000])
        }
    }

    @Test("what is put away stays away, also in other words, until its time", arguments: TestDatabase.engines)
    func dismissing(_ engine: Engine) async throws {
        try await Self.with(engine) { room in
            let (candidates, agent) = (room.candidates, room.authors.agent.id)
            let first = try await room.count(room.ask("how to stake eth", by: 3))
            let id = try #require(first.candidates.first?.candidate.id)
            try await candidates.dismiss(id, days: 7, by: agent)
            #expect(try await candidates.report(in: nil).candidates == [])
            room.clock.advance(by: .seconds(60))
            #expect(try await room.count(room.ask("stake my eth please", by: 4)).candidates == [])
            room.clock.advance(by: .seconds(7 * 86_400))
            #expect(try await candidates.report(in: nil).candidates.count == 1)

            let again = try await room.count(room.ask("stake my eth please", by: 4))
            let other = try #require(again.candidates.first?.candidate.id)
            try await candidates.dismiss(other, days: 1, by: agent)
            try await candidates.restore(other)
            #expect(try await candidates.report(in: nil).candidates.map(\.candidate.id) == [other])
            await #expect(throws: FAQCandidateError.notFound) { try await candidates.restore(other) }
            await #expect(throws: FAQCandidateError.notFound) {
                try await candidates.dismiss(ID(at: room.clock.now), days: 1, by: agent)
            }
        }
    }

    @Test("the article that answers by now is told", arguments: TestDatabase.engines)
    func covering(_ engine: Engine) async throws {
        try await Self.with(engine) { room in
            let before = try await room.count(room.ask("late deposit", by: 3))
            #expect(before.candidates.map(\.covering) == [nil])
            _ = try await room.authors.publish()
            let after = try await room.candidates.report(in: nil)
            #expect(after.candidates.map(\.covering?.id) == [room.authors.id])
            #expect(after.candidates.map(\.covering?.slug) == [AuthoringRoom.slug])
        }
    }

    @Test("nothing of what was asked is in the tables in the clear", arguments: TestDatabase.engines)
    func sealed(_ engine: Engine) async throws {
        try await Self.with(engine) { room in
            let report = try await room.count(
                room.ask("how to stake eth", by: 3) + room.ask("how to stake eth Quillfeather", by: 1)
            )
            try await room.candidates.dismiss(
                report.candidates[0].candidate.id,
                days: 7,
                by: room.authors.agent.id
            )
            let kept = try await room.authors.scenario.database.read { db in
                try ["faq_candidate", "faq_dismissal"].flatMap { table in
                    try db.rows("SELECT sealed_wording FROM \(SQL(stringLiteral: table))").map { row in
                        String(decoding: try row.get("sealed_wording", as: [UInt8].self), as: UTF8.self)
                    }
                }
            }
            #expect(kept.count == 2 && kept.allSatisfy { !$0.contains("stake") })
        }
    }
}
