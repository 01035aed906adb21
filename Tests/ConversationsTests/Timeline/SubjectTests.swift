import Base
@testable import Conversations
import Foundation
import Storage
import Testing
import TestSupport

/// What a case is called, on both engines.
@Suite struct SubjectTests {
    @Test(
        "a chat opened without a text is called by the first that its customer writes",
        arguments: TestDatabase.engines
    )
    func firstMessage(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let opening = Timeline.Opening(kind: .chat, topic: .security, locale: .english)
            let chat = try await scenario.timeline.open(opening, by: customer, greeting: .init(body: "Hello"))
            #expect(chat.subject.isEmpty)

            let long = "Where is\nmy deposit " + String(repeating: "and my withdrawal ", count: 10)
            try await scenario.write(long, "Hello?", to: chat, by: customer)

            let named = try await scenario.timeline.conversation(chat.id)
            #expect(named.subject == String(long.replacing("\n", with: " ").prefix(80)))
        }
    }

    @Test("a secret does not become the subject", arguments: TestDatabase.engines)
    func masked(_ engine: Engine) async throws {
        let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let opening = Timeline.Opening(kind: .chat, topic: .security, locale: .english)
            let chat = try await scenario.timeline.open(opening, by: customer, greeting: nil)

            try await scenario.write(phrase, to: chat, by: customer)

            let named = try await scenario.timeline.conversation(chat.id)
            #expect(!named.subject.isEmpty && !named.subject.contains("sausage"))
        }
    }

    @Test("what the customer called it stays", arguments: TestDatabase.engines)
    func ownSubject(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let opening = Timeline.Opening(
                kind: .ticket,
                topic: .security,
                subject: "A strange call",
                locale: .english,
                first: .init(clientID: UUID(), body: "Somebody called me.")
            )
            let ticket = try await scenario.timeline.open(opening, by: customer, greeting: nil)

            try await scenario.write("And again.", to: ticket, by: customer)

            #expect(try await scenario.timeline.conversation(ticket.id).subject == "A strange call")
        }
    }
}
