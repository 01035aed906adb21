import Base
@testable import Conversations
import Foundation
import People
import Storage
import TestSupport
import Testing

/// How conversations began and who answered, on both engines.
@Suite struct FirstQuestionsTests {
    private static func page(
        _ scenario: Scenario,
        since: Instant? = nil
    ) async throws -> [ConversationBeginning] {
        try await FirstQuestions(scenario.database).page(
            since: since ?? scenario.clock.now - .seconds(86_400),
            after: nil,
            limit: 50
        )
    }

    @Test("the newest come first, page by page, with who asked what", arguments: TestDatabase.engines)
    func pages(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let (guest, verified) = (try await scenario.guest(), try await scenario.verified(uid: "u1"))
            let before = scenario.clock.now
            var made: [ID<Conversation>] = []
            for (customer, body) in [(guest, "first"), (verified, "second"), (guest, "third")] {
                scenario.clock.advance(by: .seconds(1))
                made.append(try await scenario.chat(of: customer, body: body).id)
            }
            let questions = FirstQuestions(scenario.database)
            let newest = try await questions.page(since: before, after: nil, limit: 2)
            #expect(
                newest.map(\.id) == [made[2], made[1]] && newest.map(\.texts) == [["third"], ["second"]]
            )
            #expect(
                newest.map(\.isVerified) == [false, true]
                    && newest.map(\.customer) == [guest.id, verified.id]
            )
            let rest = try await questions.page(since: before, after: made[1], limit: 2)
            #expect(rest.map(\.id) == [made[0]])
            let late = try await questions.page(since: before + .seconds(2), after: nil, limit: 9)
            #expect(late.map(\.id) == [made[2], made[1]])
            let first = made[0]
            let plan = try await scenario.plan { db in
                _ = try db.rows(
                    "SELECT id FROM conversation WHERE id >= \(first) AND erased_at IS NULL ORDER BY id DESC LIMIT 2"
                )
            }
            #expect(!plan.scans("conversation"))
        }
    }

    @Test(
        "who answered is told: the assistant with an article, a person, nobody",
        arguments: TestDatabase.engines
    )
    func answerers(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let open = try await scenario.chat(of: guest)
            let answered = try await scenario.chat(of: guest)
            let unanswered = try await scenario.chat(of: guest)
            let passedOn = try await scenario.chat(of: guest)
            for (chat, kinds) in [
                (answered, [Card.Kind.abstain, .answer]), (unanswered, [.answer, .abstain]),
            ] {
                for (number, kind) in kinds.enumerated() {
                    if number > 0 { try await scenario.write("and?", to: chat, by: guest) }
                    let last = try await scenario.messages(of: chat).last { $0.author.type == .customer }
                    try await scenario.timeline.answer(
                        chat.id,
                        inReplyTo: try #require(last?.seq),
                        with: .init(body: "Look here.", card: Card(kind))
                    )
                }
            }
            _ = try await scenario.timeline.askForPerson(passedOn.id, by: guest)
            let told = Dictionary(
                uniqueKeysWithValues: try await Self.page(scenario).map { ($0.id, $0.answerer) }
            )
            #expect(told[open.id] == .nobody && told[answered.id] == .assistant)
            #expect(told[unanswered.id] == .nobody && told[passedOn.id] == .person)
        }
    }

    @Test("what held a secret is not told, nor what was erased", arguments: TestDatabase.engines)
    func secrets(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let chat = try await scenario.chat(of: guest, body: "my password is hunter2x")
            try await scenario.write("where is my withdrawal", to: chat, by: guest)
            #expect(try await Self.page(scenario).map(\.texts) == [["where is my withdrawal"]])
            try await scenario.database.write { db in _ = try scenario.timeline.erase(chat.id, in: db) }
            #expect(try await Self.page(scenario).isEmpty)
        }
    }

    @Test(
        "what a customer called it is told, what was made of their message is not",
        arguments: TestDatabase.engines
    )
    func subjects(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            _ = try await scenario.chat(of: guest, body: "where is my withdrawal")
            #expect(try await Self.page(scenario).map(\.subject) == [""])
            let opening = Timeline.Opening(
                kind: .ticket,
                topic: .other,
                subject: "A late withdrawal",
                locale: .english,
                first: .init(clientID: UUID(), body: "It is not there.")
            )
            _ = try await scenario.timeline.open(opening, by: guest, greeting: nil)
            #expect(Set(try await Self.page(scenario).map(\.subject)) == ["", "A late withdrawal"])
        }
    }
}
