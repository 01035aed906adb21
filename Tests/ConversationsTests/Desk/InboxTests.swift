import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// The desk's lists and counts, on both engines.
@Suite("Inbox")
struct InboxTests {
    private func wrongCounts(_ scenario: Scenario) async throws -> Int {
        try await scenario.database.read { db in try InboxCheck.wrongCounts(in: db) }
    }

    @Test("the counts follow whatever happens", arguments: TestDatabase.engines)
    func counts(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let first = try await scenario.chat(of: customer)
            let second = try await scenario.chat(of: customer)
            _ = try await scenario.timeline.askForPerson(first.id, by: customer)
            let ming = try await scenario.agent("Ming", presence: .away)
            #expect(
                try await scenario.desk.counts(for: ming.id)
                    == InboxCounts(mine: 0, unassigned: 1, waiting: 0, snoozed: 0, all: 2)
            )

            _ = try await scenario.timeline.reply(.init(body: "Which one?"), to: first.id, by: ming)
            #expect(
                try await scenario.desk.counts(for: ming.id)
                    == InboxCounts(mine: 1, unassigned: 0, waiting: 1, snoozed: 0, all: 2)
            )
            try await scenario.write("This one", to: first, by: customer)
            _ = try await scenario.timeline.finish(second.id, .closed)
            #expect(
                try await scenario.desk.counts(for: ming.id)
                    == InboxCounts(mine: 1, unassigned: 0, waiting: 0, snoozed: 0, all: 1)
            )
            _ = try await scenario.verified(uid: "9", current: customer)
            _ = try await scenario.timeline.assign(first.id, to: .back, by: ming)
            #expect(try await wrongCounts(scenario) == 0)
            _ = try await scenario.timeline.finish(first.id, .resolved)
            #expect(
                try await scenario.desk.counts(for: ming.id)
                    == InboxCounts(mine: 0, unassigned: 0, waiting: 0, snoozed: 0, all: 0)
            )
            #expect(try await wrongCounts(scenario) == 0)
        }
    }

    @Test("what is unread at the desk are the customer's messages", arguments: TestDatabase.engines)
    func unread(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming", presence: .away)
            let customer = try await scenario.guest()
            let chat = try await scenario.chat(of: customer)
            let other = try await scenario.chat(of: customer)
            func row(_ id: ID<Conversation>) async throws -> InboxRow {
                let rows = try await scenario.desk.rows(of: [chat.id, other.id])
                return try #require(rows.first { $0.id == "\(id)" })
            }
            // That it was put into a queue happened after the first message and is nothing to read.
            _ = try await scenario.timeline.askForPerson(chat.id, by: customer)
            #expect(try await row(chat.id).unread == 1)
            #expect(try await row(chat.id).lastSeq > 1)
            try await scenario.write("Is anybody there?", to: chat, by: customer)
            #expect(try await row(chat.id).unread == 2)
            #expect(try await row(other.id).unread == 1)

            try await scenario.timeline.markRead(chat.id, upTo: 1, by: .agent(ming))
            #expect(try await row(chat.id).unread == 1)
            #expect(try await row(chat.id).readSeq == 1)
            _ = try await scenario.timeline.reply(.init(body: "I am"), to: chat.id, by: ming)
            #expect(try await row(chat.id).unread == 0)
            #expect(try await row(chat.id).readSeq == row(chat.id).lastSeq)
            for number in 1...101 {
                try await scenario.write("number \(number)", to: chat, by: customer)
            }
            #expect(try await row(chat.id).unread == 100)
            #expect(try await row(other.id).unread == 1)
        }
    }

    @Test(
        "the counts are right after many at once, with an agent who takes what comes",
        arguments: TestDatabase.engines
    )
    func countsAtOnce(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming", capacity: 5)
            let customers = [
                try await scenario.guest(), try await scenario.guest(), try await scenario.guest(),
                try await scenario.guest(),
            ]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for customer in customers {
                    group.addTask {
                        for number in 0..<5 {
                            let chat = try await scenario.chat(of: customer, body: "number \(number)")
                            _ = try await scenario.timeline.askForPerson(chat.id, by: customer)
                            try await scenario.write("more", to: chat, by: customer)
                            if number.isMultiple(of: 2) {
                                _ = try await scenario.timeline.resolve(chat.id, by: customer)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }

            #expect(try await wrongCounts(scenario) == 0)
            #expect(try await scenario.desk.counts(for: ming.id).all == 8)
        }
    }

    @Test("wrong counts are noticed and counted anew", arguments: TestDatabase.engines)
    func recount(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let chat = try await scenario.chat(of: customer)
            _ = try await scenario.timeline.askForPerson(chat.id, by: customer)
            try await scenario.database.write { db in
                _ = try db.run("UPDATE inbox_count SET count = count + 3 WHERE status = 'queued'")
            }
            #expect(try await wrongCounts(scenario) > 0)

            try await scenario.database.write { db in try InboxCheck.recount(in: db) }

            #expect(try await wrongCounts(scenario) == 0)
            #expect(try await scenario.desk.counts().counts(for: ID(at: scenario.clock.now)).all == 1)
        }
    }

    @Test("a view is read page by page, the latest first, each once", arguments: TestDatabase.engines)
    func pages(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let ming = try await scenario.agent("Ming", presence: .away)
            var ids: [String] = []
            for number in 0..<23 {
                let chat = try await scenario.chat(of: customer, topic: number % 2 == 0 ? .fees : .api)
                // Some with the assistant, some waiting, some assigned; some changed in the same millisecond.
                if number % 3 > 0 { _ = try await scenario.timeline.askForPerson(chat.id, by: customer) }
                if number % 3 > 1 {
                    _ = try await scenario.timeline.assign(chat.id, to: .agent(ming.id), by: ming)
                }
                ids.append(chat.id.description)
                if number % 4 == 0 { scenario.clock.advance(by: .seconds(1)) }
            }
            func all(_ view: InboxView, _ filter: InboxFilter = InboxFilter()) async throws -> [InboxRow] {
                var rows: [InboxRow] = []
                var cursor: ConversationCursor?
                repeat {
                    let page = try await scenario.desk.list(
                        view,
                        for: ming.id,
                        filter,
                        after: cursor,
                        limit: 5
                    )
                    rows += page.rows
                    cursor = page.next
                } while cursor != nil
                return rows
            }

            let everything = try await all(.all)
            #expect(Set(everything.map(\.id)) == Set(ids))
            #expect(everything.count == 23)
            #expect(everything.map(\.updatedAt) == everything.map(\.updatedAt).sorted(by: >))
            #expect(try await all(.mine).count == 7)
            #expect(try await all(.unassigned).count == 8)
            // Only what a person was asked for has a queue.
            #expect(try await all(.unassigned).allSatisfy { $0.queue?.name == Queue.general.name })
            #expect(
                try await all(.all, InboxFilter(status: .assistant)).allSatisfy { $0.queue == nil }
            )
            #expect(try await all(.all, InboxFilter(queue: .fees)).count == 12)
            #expect(try await all(.all, InboxFilter(status: .assistant)).count == 8)
            #expect(try await all(.mine, InboxFilter(status: .queued)).isEmpty)
            #expect(try await all(.resolved).isEmpty)
        }
    }

    @Test(
        "every view reads an index in the order of its pages",
        arguments: TestDatabase.engines,
        InboxView.allCases
    )
    func plans(_ engine: Engine, _ view: InboxView) async throws {
        try await Scenario.with(engine) { scenario in
            for filter in [InboxFilter(), InboxFilter(queue: .fees)] {
                let some = Instant(milliseconds: 5)
                let cursor = ConversationCursor("5.\(ID<Conversation>(at: some))")
                let plan = try await scenario.plan { db in
                    _ = try DeskSQL(db: db).conversations(
                        view,
                        of: ID(at: some),
                        filter,
                        after: cursor,
                        limit: 50
                    )
                }
                guard let statuses = view.statuses else {
                    #expect(plan.uses(view == .mentions ? "mention" : "follower"))
                    #expect(!plan.scans("conversation"))
                    continue
                }
                // Of an empty table PostgreSQL finds both indexes as good: they have the same order within a status.
                let isOwn = view == .mine || view == .waiting || view == .snoozed
                let index = isOwn ? engine == .sqlite ? "_by_agent" : "_by_" : "_by_status"
                let reads = plan.lines.filter { $0.contains(" conversation\(index)") }
                #expect(reads.count == statuses.count, "\(plan.lines)")
                #expect(!plan.scans("conversation"))
                // Only the pages of several statuses, each in order already, are put together by sorting.
                let sorts = plan.lines.filter { $0.contains("TEMP B-TREE") || $0.contains("Sort  (") }
                let merged = statuses.count == 1 ? 0 : engine == .postgres ? 1 : statuses.count
                #expect(sorts.count <= merged, "\(plan.lines)")
            }
        }
    }
}
