import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// A seed phrase that a customer sends in several messages, on both engines.
@Suite struct PhraseInPiecesTests {
    private let words =
        "legal winner thank year wave sausage worth useful legal winner thank yellow".split(separator: " ")
        .map(String.init)

    private func texts(_ conversation: Conversation, _ scenario: Scenario) async throws -> [String] {
        try await scenario.messages(of: conversation).filter { $0.author.type == .customer }.map(\.body)
    }

    @Test(
        "what was stored of it by then is hidden in the transaction that completes it",
        arguments: TestDatabase.engines
    )
    func hidden(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let opening = Timeline.Opening(
                kind: .chat,
                topic: .security,
                locale: .english,
                first: .init(clientID: UUID(), body: words[0])
            )
            let conversation = try await scenario.timeline.open(opening, by: customer, greeting: nil)
            #expect(try await scenario.timeline.conversation(conversation.id).subject == "legal")
            for word in words.dropFirst() {
                try await scenario.write(word, to: conversation, by: customer)
            }
            let stored = try await scenario.messages(of: conversation)
            #expect(try await texts(conversation, scenario) == Array(repeating: "▮▮▮▮▮▮", count: 12))
            #expect(stored.filter { $0.author.type == .customer }.allSatisfy { $0.masked == ["seed_phrase"] })
            let now = try await scenario.timeline.conversation(conversation.id)
            #expect(now.subject == "▮▮▮▮▮▮" && now.preview == "▮▮▮▮▮▮")

            // Every earlier message is named by one event, by which open screens hide it.
            let first = try #require(stored.first { $0.event?.hidden != nil })
            let named = stored.compactMap { $0.event?.hidden }.flatMap(\.self)
            #expect(
                named
                    == stored.filter { $0.author.type == .customer && $0.seq < first.seq }.dropLast().map(
                        \.seq
                    )
            )
            #expect(!named.isEmpty)
        }
    }

    @Test("the index forgets the words that it had", arguments: TestDatabase.engines)
    func forgotten(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let opening = Timeline.Opening(
                kind: .chat,
                topic: .security,
                locale: .english,
                first: .init(clientID: UUID(), body: "sausage wave")
            )
            let conversation = try await scenario.timeline.open(opening, by: customer, greeting: nil)
            func found() async throws -> Int {
                try await scenario.indexer.indexAll()
                return try await scenario.search.find("sausage", SearchFilter(), limit: 20).conversations
                    .count
            }
            #expect(try await found() == 1)
            for piece in ["worth useful", "legal winner thank"] {
                try await scenario.write(piece, to: conversation, by: customer)
            }
            #expect(try await found() == 0)
        }
    }

    @Test("a guest who signs in between goes on with it", arguments: TestDatabase.engines)
    func signedIn(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let conversation = try await scenario.chat(of: guest)
            for word in words[..<2] { try await scenario.write(word, to: conversation, by: guest) }
            let customer = try await scenario.verified(uid: "7", current: guest)
            for word in words[2...] { try await scenario.write(word, to: conversation, by: customer) }
            let texts = try await texts(conversation, scenario).dropFirst()
            #expect(texts.allSatisfy { $0 == "▮▮▮▮▮▮" } && texts.count == 12)
        }
    }

    @Test(
        "what others write between changes nothing, and their words are theirs",
        arguments: TestDatabase.engines
    )
    func interleaved(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let ming = try await scenario.agent("Ming")
            let conversation = try await scenario.chat(of: customer)
            for (place, word) in words.enumerated() {
                try await scenario.write(word, to: conversation, by: customer)
                let reply = Timeline.Draft(
                    clientID: UUID(),
                    body: place.isMultiple(of: 2) ? "legal" : "please wait"
                )
                _ = try await scenario.timeline.reply(reply, to: conversation.id, by: ming)
            }
            let stored = try await scenario.messages(of: conversation)
            let own = stored.filter { $0.author.type == .customer }.dropFirst()
            #expect(own.allSatisfy { $0.body == "▮▮▮▮▮▮" })
            let theirs = stored.filter { $0.author.type == .agent }
            #expect(theirs.allSatisfy { $0.body == "legal" || $0.body == "please wait" })
        }
    }
}
