import Base
@testable import Conversations
import People
import Storage
import TestSupport
import Testing

/// The words of what the system says, on both engines.
@Suite struct MessageTemplatesTests {
    private static let key = "timeline.event.outside_hours_at"

    private static func templates(_ scenario: Scenario, _ localisation: Localisation) -> MessageTemplates {
        MessageTemplates(
            scenario.database,
            MessageTemplate.ofConversations,
            localisation: localisation,
            gate: scenario.timeline.gate,
            clock: scenario.clock
        )
    }

    private static func localisation() throws -> Localisation {
        try Localisation(assets: [ConversationsAssets.files])
    }

    @Test("each message has a text and a name in every language of the release")
    func named() throws {
        let localisation = try Self.localisation()
        #expect(Set(MessageTemplate.ofConversations).count == MessageTemplate.ofConversations.count)
        for locale in localisation.locales {
            let texts = localisation.all(in: locale)
            for template in MessageTemplate.ofConversations {
                #expect(
                    texts[template.key] != nil && texts["template.\(template.key)"] != nil,
                    "\(template.key)"
                )
            }
        }
    }

    @Test("own words are used at once, seen by another node, and taken back", arguments: TestDatabase.engines)
    func chosen(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let sue = try await scenario.agent("Sue", role: .supervisor, presence: .away)
            let localisation = try Self.localisation()
            let templates = Self.templates(scenario, localisation)
            let released = localisation.text(Self.key, in: .simplifiedChinese)

            let entry = try await templates.save(
                Self.key,
                in: .simplifiedChinese,
                "  我们 {time} 回来。\n",
                by: sue
            )

            #expect(entry.variables == ["time"])
            #expect(entry.released[.simplifiedChinese] == released)
            #expect(
                entry.texts == [
                    .init(
                        locale: .simplifiedChinese,
                        body: "我们 {time} 回来。",
                        updatedAt: scenario.clock.now,
                        author: "Sue"
                    )
                ]
            )
            #expect(localisation.text(Self.key, in: .simplifiedChinese, ["time": "9:00"]) == "我们 9:00 回来。")
            #expect(localisation.text(Self.key, in: .english) != "我们 {time} 回来。")
            #expect(try await templates.all().first { $0.template.key == Self.key } == entry)

            let elsewhere = try Self.localisation()
            try await Self.templates(scenario, elsewhere).reload()
            #expect(elsewhere.text(Self.key, in: .simplifiedChinese) == "我们 {time} 回来。")

            let reset = try await templates.reset(Self.key, in: .simplifiedChinese)
            #expect(reset.texts == [])
            #expect(localisation.text(Self.key, in: .simplifiedChinese) == released)
            try await Self.templates(scenario, elsewhere).reload()
            #expect(elsewhere.text(Self.key, in: .simplifiedChinese) == released)
        }
    }

    @Test("what a conversation tells is told in own words", arguments: TestDatabase.engines)
    func told(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let sue = try await scenario.agent("Sue", role: .supervisor, presence: .away)
            let templates = Self.templates(scenario, scenario.timeline.localisation)
            _ = try await templates.save(
                "timeline.event.queued",
                in: .english,
                "One moment, please",
                by: sue
            )

            let conversation = try await scenario.waitingChat()

            let told = try await scenario.messages(of: conversation).filter { $0.event?.type == .queued }
            #expect(told.map(\.body) == ["One moment, please"])
        }
    }

    @Test("what makes no sense is refused, and a secret is hidden", arguments: TestDatabase.engines)
    func refused(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let sue = try await scenario.agent("Sue", role: .supervisor, presence: .away)
            let templates = Self.templates(scenario, try Self.localisation())
            func save(_ key: String, _ body: String) async throws -> String? {
                try await templates.save(key, in: .english, body, by: sue).texts.first?.body
            }
            await #expect(throws: MessageTemplateError.notFound("desk.title")) {
                _ = try await save("desk.title", "x")
            }
            await #expect(throws: MessageTemplateError.variableUnknown("tiem", known: ["time"])) {
                _ = try await save(Self.key, "Back at {tiem}")
            }
            await #expect(throws: MessageTemplateError.variableUnknown("time", known: [])) {
                _ = try await save("timeline.event.closed", "Closed at {time}")
            }
            for body in ["", " \n", String(repeating: "x", count: 2001)] {
                await #expect(throws: MessageTemplateError.self) { _ = try await save(Self.key, body) }
            }
            let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
            #expect(try await save(Self.key, "Send \(phrase)") == "Send ▮▮▮▮▮▮")
        }
    }

    @Test("a message has own words in so many languages and no more", arguments: TestDatabase.engines)
    func limited(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let sue = try await scenario.agent("Sue", role: .supervisor, presence: .away)
            let templates = Self.templates(scenario, try Self.localisation())
            func save(_ tag: String) async throws {
                let locale = try #require(LocaleCode(rawValue: tag))
                _ = try await templates.save(Self.key, in: locale, "x", by: sue)
            }
            for number in 0..<MessageTemplate.mostLocales { try await save("q\(number)") }
            await #expect(throws: MessageTemplateError.tooManyLocales(limit: MessageTemplate.mostLocales)) {
                try await save("en")
            }
            try await save("q0")
        }
    }
}
