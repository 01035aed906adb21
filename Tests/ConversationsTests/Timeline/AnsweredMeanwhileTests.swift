import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// Two agents answer the same customer, on both engines.
@Suite struct AnsweredMeanwhileTests {
    @Test(
        "who did not see a colleague's answer is told it instead of answering twice",
        arguments: TestDatabase.engines
    )
    func refused(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let (ada, bo) = (try await scenario.agent("Ada"), try await scenario.agent("Bo"))
            let customer = try await scenario.guest()
            let chat = try await scenario.chat(of: customer)
            let seen = try await scenario.timeline.conversation(chat.id).lastSeq
            _ = try await scenario.timeline.reply(.init(clientID: UUID(), body: "On it"), to: chat.id, by: bo)
            let mine = Timeline.Draft(clientID: UUID(), body: "Which network?")

            let refusal = await #expect(throws: ConversationError.self) {
                _ = try await scenario.timeline.reply(mine, to: chat.id, by: ada, expecting: seen)
            }

            guard case .answeredMeanwhile(let news)? = refusal else {
                Issue.record("\(String(describing: refusal))")
                return
            }
            #expect(news.contains { $0.body == "On it" && $0.author.name == "Bo" })
            #expect(refusal?.problem.code == "answered_meanwhile")
            #expect(refusal?.problem.members["messages"]?.contains("\"On it\"") == true)

            // Having seen it, she sends the same once more; a third time is no second message.
            let last = try #require(news.last?.seq)
            let sent = try await scenario.timeline.reply(mine, to: chat.id, by: ada, expecting: last)
            let again = try await scenario.timeline.reply(mine, to: chat.id, by: ada, expecting: seen)
            #expect(sent.seq == again.seq)
            let texts = try await scenario.messages(of: chat).filter { $0.body == mine.body }
            #expect(texts.count == 1)
        }
    }

    @Test("the customer, what happened, and one's own words refuse nothing", arguments: TestDatabase.engines)
    func allowed(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada")
            let customer = try await scenario.guest()
            let chat = try await scenario.chat(of: customer)
            let timeline = scenario.timeline
            let first = try await timeline.reply(
                .init(clientID: UUID(), body: "Hello"),
                to: chat.id,
                by: ada,
                expecting: 1
            )
            try await scenario.write("Any news?", to: chat, by: customer)

            let second = try await timeline.reply(
                .init(clientID: UUID(), body: "Yes"),
                to: chat.id,
                by: ada,
                expecting: 1
            )

            #expect(second.seq == first.seq + 2)
            await #expect(throws: ConversationError.invalid(field: "expected_seq", "0 or more")) {
                _ = try await timeline.reply(
                    .init(clientID: UUID(), body: "x"),
                    to: chat.id,
                    by: ada,
                    expecting: -1
                )
            }
        }
    }
}
