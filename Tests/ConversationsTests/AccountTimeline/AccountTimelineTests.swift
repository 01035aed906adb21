import Base
@testable import Conversations
import Foundation
import Logging
import People
import Storage
import Testing
import TestSupport

/// An exchange that tells of sign-ins and withdrawals; it can be slow, or away.
private struct Exchange: AccountTimelineSource {
    struct Away: Error {}

    let name = "exchange"
    var moments: [Instant] = []
    var isAway = false
    var delay = Duration.zero

    func events(
        of customer: Customer,
        before place: AccountEvent.Place?,
        limit: Int
    ) async throws -> [AccountEvent] {
        if isAway { throw Away() }
        try await Task.sleep(for: delay)
        // It begins anew each time: what was shown already must not be shown again.
        return moments.enumerated().map { number, moment in
            AccountEvent(
                AccountEvent.Place(at: moment, source: name, id: String(number)),
                kind: "withdrawal",
                title: "Withdrawal \(number)",
                link: "https://exchange.example/w/\(number)"
            )
        }
    }
}

/// What happened to a customer, from all who know something.
@Suite struct AccountTimelineTests {
    private static func timeline(
        _ scenario: Scenario,
        _ others: any AccountTimelineSource...
    ) -> AccountTimeline {
        let own: [any AccountTimelineSource] = [
            IdentityHistory(scenario.customers), ConversationHistory(scenario.database),
        ]
        // Patient, for a busy machine: no test waits for it.
        return AccountTimeline(
            own + others,
            customers: scenario.customers,
            patience: .seconds(600),
            logger: logger
        )
    }

    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// All of it, in parts.
    private static func all(
        _ timeline: AccountTimeline,
        of customer: Customer,
        by size: Int
    ) async throws -> [AccountEvent] {
        var events: [AccountEvent] = []
        var place: AccountEvent.Place?
        repeat {
            let page = try await timeline.page(of: customer.id, before: place, limit: size)
            events += page.events
            place = page.next
        } while place != nil
        return events
    }

    @Test(
        "our own database tells who came, and how their conversations went",
        arguments: TestDatabase.engines
    )
    func own(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            func later() { scenario.clock.advance(by: .seconds(60)) }
            let guest = try await scenario.guest()
            later()
            let chat = try await scenario.waitingChat(of: guest)
            later()
            let customer = try await scenario.verified(uid: "7", current: guest)
            later()
            _ = try await scenario.timeline.resolve(chat.id, by: customer)
            later()
            _ = try await scenario.timeline.rate(chat.id, score: 2, comment: "too slow", by: customer)
            later()
            _ = try await scenario.waitingChat(of: try await scenario.guest())

            let timeline = Self.timeline(scenario)
            let events = try await Self.all(timeline, of: customer, by: 100)

            #expect(events.map(\.kind) == ["rated", "resolved", "verified", "customer_verified", "opened"])
            #expect(events.map(\.place) == events.map(\.place).sorted(by: >))
            let rated = try #require(events.first)
            #expect(rated.detail == "too slow" && rated.values["score"] == "2" && rated.status == .bad)
            #expect(rated.link == "/desk#\(chat.id)")
            #expect(events[1].values["reference"] == chat.reference.rawValue)
            for size in 1...5 {
                #expect(try await Self.all(timeline, of: customer, by: size) == events, "by \(size)")
            }
            // Who asks for the guest means who they are now.
            #expect(try await Self.all(timeline, of: guest, by: 100) == events)
        }
    }

    @Test("a guest is known since they came", arguments: TestDatabase.engines)
    func guest(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let kinds = try await Self.all(Self.timeline(scenario), of: guest, by: 1).map(\.kind)
            #expect(kinds == ["first_contact"])
            await #expect(throws: AccountTimelineError.customerNotFound) {
                _ = try await Self.timeline(scenario).page(
                    of: ID(at: scenario.clock.now),
                    before: nil,
                    limit: 5
                )
            }
        }
    }

    @Test(
        "several sources are one timeline, page by page, at the same moments too",
        arguments: TestDatabase.engines
    )
    func together(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.verified(uid: "7")
            let chats = try await [scenario.chat(of: customer), scenario.chat(of: customer)]
            let moment = scenario.clock.now
            let exchange = Exchange(moments: [moment + .seconds(1), moment, moment, moment + .seconds(-1)])

            let events = try await Self.all(Self.timeline(scenario, exchange), of: customer, by: 100)

            #expect(
                events.map { "\($0.place.source) \($0.place.id)" } == [
                    "exchange 0", "identity 0", "exchange 2", "exchange 1",
                ] + chats.map(\.id).sorted(by: >).map { "conversations \($0)-0000000000" } + ["exchange 3"]
            )
            for size in 1...6 {
                let paged = try await Self.all(Self.timeline(scenario, exchange), of: customer, by: size)
                #expect(paged == events, "by \(size)")
            }
        }
    }

    @Test("a source that is away hides nothing of the others", arguments: TestDatabase.engines)
    func away(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let page = try await Self.timeline(scenario, Exchange(isAway: true))
                .page(of: guest.id, before: nil, limit: 5)
            #expect(page.unavailable == ["exchange"])
            #expect(page.events.map(\.kind) == ["first_contact"])
        }
    }

    @Test("nobody waits for a source that takes too long")
    func slow() async throws {
        try await Scenario.with(.sqlite) { scenario in
            let timeline = AccountTimeline(
                [Exchange(moments: [scenario.clock.now], delay: .seconds(600))],
                customers: scenario.customers,
                patience: .milliseconds(20),
                logger: Self.logger
            )
            let page = try await timeline.page(of: try await scenario.guest().id, before: nil, limit: 5)
            #expect(page.unavailable == ["exchange"] && page.events.isEmpty && page.next == nil)
        }
    }

    @Test("what happened is found without reading what was said", arguments: TestDatabase.engines)
    func plan(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let plan = try await scenario.plan { db in
                _ = try ConversationHistorySQL(db: db).moments(
                    of: ID(at: Instant(milliseconds: 5)),
                    .through(Instant(milliseconds: 5)),
                    limit: 20
                )
            }
            #expect(plan.uses("conversation_by_customer"), "\(plan.lines)")
            #expect(plan.uses("message_by_event"), "\(plan.lines)")
            #expect(!plan.scans("message") && !plan.scans("conversation"), "\(plan.lines)")
        }
    }

    @Test("a place is a cursor and back")
    func cursor() {
        let place = AccountEvent.Place(at: Instant(milliseconds: 12), source: "exchange", id: "a.b-1")
        #expect(AccountEvent.Place(place.description) == place)
        for text in [
            "", "x", "1.exchange", "x.exchange.1", "1.exchange.\(String(repeating: "x", count: 101))",
        ] {
            #expect(AccountEvent.Place(text) == nil, "\(text)")
        }
    }
}
