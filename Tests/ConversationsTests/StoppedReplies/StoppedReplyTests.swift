import Base
@testable import Conversations
import Foundation
import People
import Safeguard
import Storage
import Testing
import TestSupport

/// Replies that ask for what nobody may ask for, on both engines.
@Suite struct StoppedReplyTests {
    private let asking = "Please send me the verification code and your password."

    @Test(
        "it is not stored, and supervisors learn of it once until they have looked",
        arguments: TestDatabase.engines
    )
    func stopped(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let ming = try await scenario.agent("Ming")
            let chen = try await scenario.agent("Chen", role: .supervisor)
            let conversation = try await scenario.chat(of: customer)
            let draft = Timeline.Draft(clientID: UUID(), body: asking)
            for _ in 0..<3 {
                let error = await #expect(throws: SolicitationError.self) {
                    try await scenario.timeline.reply(draft, to: conversation.id, by: ming)
                }
                #expect(error?.problem.members["asks"] == #"["one_time_code","password"]"#)
                #expect(error?.problem.code == "asks_for_secret")
            }
            let messages = try await scenario.messages(of: conversation)
            #expect(messages.allSatisfy { $0.author.type != .agent })
            let notes = try await scenario.timeline.notes(conversation.id, after: 0, limit: 10)
            #expect(notes.map(\.event?.type) == [.replyStopped])
            #expect(notes.first?.event?.asks == ["one_time_code", "password"])
            #expect(notes.first?.event?.agent?.name == "Ming")

            let mentions = Mentions(scenario.database, bus: scenario.bus, clock: scenario.clock)
            #expect(try await mentions.marks(of: chen.id).mentions.count == 1)
            #expect(try await mentions.marks(of: ming.id).mentions.isEmpty)
            try await mentions.markRead(conversation.id, by: chen.id)
            await #expect(throws: SolicitationError.self) {
                try await scenario.timeline.reply(draft, to: conversation.id, by: ming)
            }
            #expect(try await mentions.marks(of: chen.id).mentions.count == 2)

            let texts = try await scenario.database.read { db in
                try db.values(
                    String.self,
                    "SELECT details FROM audit_pending WHERE action = 'conversation.reply_stopped'"
                )
            }
            #expect(texts.count == 4 && texts.allSatisfy { $0.contains("one_time_code,password") })
            #expect(texts.allSatisfy { !$0.contains("send me") })
        }
    }

    @Test(
        "quick replies, macros and what the system says are looked through as well",
        arguments: TestDatabase.engines
    )
    func elsewhere(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let ming = try await scenario.agent("Ming")
            let conversation = try await scenario.chat(of: customer)
            let reply = Timeline.Draft(
                body: "How can I help?",
                quickReplies: ["Yes", "Tell me your password"]
            )
            await #expect(throws: SolicitationError.self) {
                try await scenario.timeline.reply(reply, to: conversation.id, by: ming)
            }
            let macros = Macros(scenario.database, gate: scenario.timeline.gate, clock: scenario.clock)
            let text = Macro.Text(
                locale: .english,
                title: "Check",
                body: "Please share your seed phrase with me."
            )
            let draft = Macro.Draft(shortcut: "check", texts: [text])
            await #expect(throws: SolicitationError.self) {
                try await macros.create(draft, isShared: false, by: ming)
            }
        }
    }

    @Test("the system's own words cannot be made to ask for it", arguments: TestDatabase.engines)
    func templates(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let sue = try await scenario.agent("Sue", role: .supervisor)
            let localisation = scenario.timeline.localisation
            let templates = MessageTemplates(
                scenario.database,
                MessageTemplate.ofConversations,
                localisation: localisation,
                gate: scenario.timeline.gate,
                clock: scenario.clock
            )
            let key = "timeline.event.queued"
            let released = localisation.text(key, in: .english)
            for body in [asking, "请把您的密码发给我。"] {
                let error = await #expect(throws: SolicitationError.self) {
                    _ = try await templates.save(key, in: .english, body, by: sue)
                }
                #expect(error?.kinds.contains(.password) == true)
            }
            #expect(localisation.text(key, in: .english) == released)
            #expect(try await templates.all().allSatisfy { $0.texts.isEmpty })

            let advice = "We will never ask for your password."
            _ = try await templates.save(key, in: .english, advice, by: sue)
            #expect(localisation.text(key, in: .english) == advice)
        }
    }

    @Test("notes for colleagues may speak of it, and good advice passes", arguments: TestDatabase.engines)
    func passes(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let ming = try await scenario.agent("Ming")
            let conversation = try await scenario.chat(of: customer)
            let note = Timeline.Draft(clientID: UUID(), body: "Somebody told them: " + asking)
            #expect(try await scenario.timeline.note(note, on: conversation.id, by: ming).seq == 1)
            let advice = Timeline.Draft(
                body: "Never share your seed phrase. Enter the code in the secure card."
            )
            #expect(
                try await scenario.timeline.reply(advice, to: conversation.id, by: ming).author.type == .agent
            )
        }
    }
}
