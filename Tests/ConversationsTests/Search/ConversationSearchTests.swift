import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// What is found in conversations, on both engines.
@Suite("Search in conversations")
struct ConversationSearchTests {
    /// Found texts by conversation, marked.
    private func find(
        _ question: String,
        _ scenario: Scenario,
        _ filter: SearchFilter = SearchFilter()
    ) async throws -> [[String]] {
        try await scenario.indexer.indexAll()
        let page = try await scenario.search.find(question, filter, limit: 20)
        return page.conversations.map { $0.hits.map(\.marked) }
    }

    @Test(
        "words of both languages, beginnings, phrases",
        arguments: TestDatabase.engines,
        [
            ("withdrawals btc", ["[BTC] [withdrawal] of 0.5 [btc] has not arrived"]),
            ("withdr", ["BTC [withdrawal] of 0.5 btc has not arrived"]),
            ("\"has not arrived\"", ["BTC withdrawal of 0.5 btc [has not arrived]"]),
            ("\"not has arrived\"", []),
            ("提币 到账", ["我的[提币]一直未[到账]"]),
            ("「提币一直」", ["我的[提币一直]未到账"]),
            ("提幣", ["我的[提币]一直未到账"]),
            ("provenance", []),
        ]
    )
    func words(_ engine: Engine, _ expectation: (question: String, found: [String])) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let english = try await scenario.chat(of: customer, body: "Hello, is somebody there?")
            try await scenario.write("BTC withdrawal of 0.5 btc has not arrived", to: english, by: customer)
            let chinese = try await scenario.chat(of: customer, body: "你好")
            try await scenario.write("我的提币一直未到账", to: chinese, by: customer)

            let found = try await find(expectation.question, scenario)

            #expect(found.flatMap { $0 } == expectation.found)
        }
    }

    @Test(
        "a conversation is shown once, the latest hit first, and pages do not repeat it",
        arguments: TestDatabase.engines
    )
    func pages(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            var conversations: [Conversation] = []
            for number in 0..<5 {
                conversations.append(try await scenario.chat(of: customer, body: "needle \(number)"))
                scenario.clock.advance(by: .seconds(1))
            }
            for round in 0..<4 {
                for conversation in conversations {
                    try await scenario.write("another needle \(round)", to: conversation, by: customer)
                    scenario.clock.advance(by: .seconds(1))
                }
            }
            try await scenario.indexer.indexAll()

            var cursor: SearchCursor?
            var shown: [String] = []
            repeat {
                let page = try await scenario.search.find("needle", after: cursor, limit: 2)
                shown += page.conversations.map(\.conversation.id)
                for found in page.conversations {
                    #expect(found.hitCount == 5)
                    #expect(found.hits.map(\.seq) == [5, 4, 3])
                }
                cursor = page.next
            } while cursor != nil

            #expect(shown == conversations.reversed().map(\.id.description))
        }
    }

    @Test("filters by time, holder, topic, status and channel", arguments: TestDatabase.engines)
    func filters(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let early = try await scenario.chat(of: customer, topic: .fees, body: "needle")
            scenario.clock.advance(by: .seconds(100))
            let late = try await scenario.chat(of: customer, topic: .trading, body: "needle")
            let ming = try await scenario.agent("Ming", presence: .away)
            _ = try await scenario.timeline.assign(late.id, to: .agent(ming.id), by: ming)
            try await scenario.indexer.indexAll()
            func ids(_ change: (inout SearchFilter) -> Void) async throws -> [String] {
                var filter = SearchFilter()
                change(&filter)
                return try await scenario.search.find("needle", filter, limit: 20).conversations
                    .map(\.conversation.id)
            }
            let (first, second) = (early.id.description, late.id.description)

            #expect(try await ids { _ in } == [second, first])
            #expect(try await ids { $0.from = late.createdAt } == [second])
            #expect(try await ids { $0.to = late.createdAt } == [first])
            #expect(try await ids { $0.agent = .agent(ming.id) } == [second])
            #expect(try await ids { $0.agent = .nobody } == [first])
            #expect(try await ids { $0.topic = .fees } == [first])
            #expect(try await ids { $0.status = [.assigned, .closed] } == [second])
            #expect(try await ids { $0.channel = "web" } == [second, first])
            #expect(try await ids { $0.channel = "email" } == [])
        }
    }

    @Test(
        "notes and subjects are found, events are not, a reference names its conversation",
        arguments: TestDatabase.engines
    )
    func places(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let opening = Timeline.Opening(
                kind: .ticket,
                topic: .api,
                subject: "Key rotation question",
                locale: .english,
                first: .init(body: "How often should I?")
            )
            let ticket = try await scenario.timeline.open(opening, by: customer, greeting: nil)
            let ming = try await scenario.agent("Ming", presence: .away)
            _ = try await scenario.timeline.note(
                .init(body: "ask the platform team"),
                on: ticket.id,
                by: ming
            )
            _ = try await scenario.timeline.finish(ticket.id, .resolved)

            #expect(try await find("rotation", scenario) == [["Key [rotation] question"]])
            #expect(try await find("platform", scenario) == [["ask the [platform] team"]])
            #expect(try await find("resolved", scenario) == [])
            let named = try await scenario.search.find(ticket.reference.rawValue.lowercased(), limit: 20)
            #expect(named.conversations.map(\.conversation.id) == [ticket.id.description])
            #expect(named.conversations.first?.hits.isEmpty == true)
        }
    }

    @Test("a question that is too long, or of words that say nothing", arguments: TestDatabase.engines)
    func limits(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            _ = try await scenario.chat(of: customer, body: "where is the order")
            try await scenario.indexer.indexAll()
            await #expect(throws: SearchError.tooLong(limit: 200)) {
                try await scenario.search.find(String(repeating: "a", count: 201), limit: 20)
            }
            let page = try await scenario.search.find("where is the ", limit: 20)
            #expect(page.conversations.isEmpty)
            #expect(page.next == nil)
            #expect(page.passedOver == ["where", "is", "the"])
            #expect(try await find("' OR 1=1 -- \" & | ! ( ) * : NEAR", scenario) == [])
        }
    }
}
