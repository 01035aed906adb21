import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// How the index of messages is kept, on both engines.
@Suite("Index of messages")
struct MessageIndexTests {
    private func entries(_ scenario: Scenario) async throws -> Int {
        try await scenario.database.read { db in
            try db.value(Int.self, "SELECT COUNT(*) FROM message_index") ?? 0
        }
    }

    @Test(
        "what was there before, and what came while nobody indexed, is caught up with",
        arguments: TestDatabase.engines
    )
    func catchesUp(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            var conversations: [Conversation] = []
            for number in 0..<120 {
                conversations.append(try await scenario.chat(of: customer, body: "old \(number)"))
                scenario.clock.advance(by: .seconds(10))
            }
            let long = conversations[3]
            for number in 0..<450 { try await scenario.write("line \(number)", to: long, by: customer) }
            scenario.clock.advance(by: .seconds(3600))
            _ = try await scenario.chat(of: customer, body: "new")

            try await scenario.indexer.indexAll()

            // Each has a message; the subject is the beginning of the first message, which was there when it was indexed.
            #expect(try await entries(scenario) == 121 * 2 + 450)
            #expect(try await scenario.indexer.indexRecent() == 0)
            #expect(try await scenario.indexer.walk() == 0)
            #expect(try await scenario.search.find("line 449", limit: 5).conversations.count == 1)
            try await scenario.indexer.startOver()
            try await scenario.indexer.indexAll()
            #expect(try await entries(scenario) == 121 * 2 + 450)
        }
    }

    @Test("several nodes at once index each entry once", arguments: TestDatabase.engines)
    func manyNodes(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let conversations = try await (0..<30).asyncMap { number in
                try await scenario.chat(of: customer, body: "needle \(number)")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    let node = MessageIndexer(scenario.database, clock: scenario.clock)
                    group.addTask { try await node.indexAll() }
                }
                group.addTask {
                    for conversation in conversations {
                        try await scenario.write("again needle", to: conversation, by: customer)
                    }
                }
                try await group.waitForAll()
            }
            try await scenario.indexer.indexAll()

            #expect(try await entries(scenario) == 30 * 3)
            let found = try await scenario.search.find("again needle", limit: 50).conversations
            #expect(found.count == 30)
            #expect(found.allSatisfy { $0.hitCount == 1 })
        }
    }

    @Test(
        "a text that is changed is found by its new words, one that is removed no more",
        arguments: TestDatabase.engines
    )
    func changed(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let conversation = try await scenario.chat(of: customer, body: "hello")
            try await scenario.write("my secret is swordfish", "and gone", to: conversation, by: customer)
            try await scenario.indexer.indexAll()
            let id = conversation.id
            try await scenario.database.write { db in
                let words = MessageWords(author: "", body: "it was masked").text
                let sealed = try db.seal(words, of: KeyOwner(id), as: .body(isNote: false, seq: 2))
                try db.run(
                    "UPDATE message SET sealed_body = \(sealed) WHERE conversation_id = \(id) AND seq = 2"
                )
                try db.run("DELETE FROM message WHERE conversation_id = \(id) AND seq = 3")
            }
            // Not indexed anew yet, and already not shown.
            #expect(try await scenario.search.find("swordfish", limit: 5).conversations.isEmpty)

            try await scenario.indexer.indexAll()

            #expect(try await scenario.search.find("masked", limit: 5).conversations.count == 1)
            #expect(try await scenario.search.find("gone", limit: 5).conversations.isEmpty)
            #expect(try await entries(scenario) == 3)
        }
    }

    @Test(
        "a guest's conversations that become somebody's are found as before",
        arguments: TestDatabase.engines
    )
    func merged(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let conversation = try await scenario.chat(of: guest, body: "needle")
            try await scenario.indexer.indexAll()

            _ = try await scenario.verified(uid: "77", current: guest)
            try await scenario.indexer.indexAll()

            let found = try await scenario.search.find("needle", limit: 5).conversations
            #expect(found.map(\.conversation.id) == [conversation.id.description])
            #expect(found.first?.hits.first?.seq == 1)
            #expect(found.first?.conversation.customer.verified == true)
        }
    }

    @Test("the database's index holds no word that anybody wrote", arguments: TestDatabase.engines)
    func onlyHashes(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let conversation = try await scenario.chat(of: customer, body: "swordfish Swordfish 提币")
            try await scenario.indexer.indexAll()

            let tokens = try await scenario.database.read { db in
                try db.values(String.self, "SELECT CAST(tokens AS TEXT) FROM message_index WHERE seq = 1")
            }
            let words = tokens.joined(separator: " ").replacing("'", with: "").split(separator: " ").map(
                String.init
            )
            let own = MessageTokens.token(of: conversation.id)
            #expect(words.filter { $0 != own }.allSatisfy { $0.wholeMatch(of: /[a-z2-7]{8}/) != nil })
            // The stem, two beginnings, a pair, two characters, and the conversation: repeats are not kept.
            #expect(words.count == 7)
        }
    }

    @Test("searches and the indexer's questions use their indexes", arguments: TestDatabase.engines)
    func plans(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let plan = try await scenario.plan { db in
                _ = try MessageIndexSQL(db: db).behind(since: Instant(milliseconds: 5), limit: 5)
                _ = try MessageIndexSQL(db: db).page(after: .start, until: Instant(milliseconds: 5), limit: 5)
            }
            #expect(plan.uses("conversation_by_status"))
            #expect(!plan.scans("conversation"))
            let search = try await scenario.plan { db in
                let query = MessageTokenQuery(groups: [["aaaaaaaa"]])
                _ = try MessageSearchSQL(db: db).hits(query, above: -1, below: .max, limit: 5)
            }
            #expect(search.uses(engine == .sqlite ? "message_token VIRTUAL TABLE INDEX" : "Index Scan"))
            #expect(!search.scans("message_index"))
        }
    }
}

extension Sequence where Element: Sendable {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
