import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// Canned replies and what they do besides, on both engines.
@Suite struct MacrosTests {
    private static func text(_ locale: String, _ body: String) -> Macro.Text {
        Macro.Text(locale: LocaleCode(rawValue: locale) ?? .english, title: "Title", body: body)
    }

    private static func draft(_ shortcut: String = "hello", _ body: String = "Hello") -> Macro.Draft {
        Macro.Draft(shortcut: shortcut, texts: [text("en", body)])
    }

    private func macros(_ scenario: Scenario) -> Macros {
        Macros(scenario.database, gate: scenario.timeline.gate, clock: scenario.clock)
    }

    @Test("everybody has the shared ones, and each agent their own", arguments: TestDatabase.engines)
    func sharing(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let bo = try await scenario.agent("Bo", presence: .away)
            let sue = try await scenario.agent("Sue", role: .supervisor, presence: .away)
            let macros = macros(scenario)
            let shared = try await macros.create(Self.draft("all"), isShared: true, by: sue)
            let own = try await macros.create(Self.draft("mine"), isShared: false, by: ada)
            _ = try await macros.create(Self.draft("mine"), isShared: false, by: bo)

            #expect(try await macros.all(for: ada.id) == [shared, own])
            await #expect(throws: AgentError.notPermitted(.macrosEdit)) {
                _ = try await macros.create(Self.draft("other"), isShared: true, by: ada)
            }
            await #expect(throws: AgentError.notPermitted(.macrosEdit)) {
                try await macros.delete(shared.id, by: ada)
            }
            await #expect(throws: MacroError.notFound(own.id)) { try await macros.delete(own.id, by: sue) }
            await #expect(throws: MacroError.shortcutTaken("all")) {
                _ = try await macros.create(Self.draft("all"), isShared: true, by: sue)
            }
            let changed = try await macros.change(
                own.id,
                to: Self.draft("new", "Hi"),
                isShared: false,
                by: ada
            )
            #expect(try await macros.all(for: ada.id) == [shared, changed])
            try await macros.delete(own.id, by: ada)
            #expect(try await macros.all(for: ada.id) == [shared])
        }
    }

    @Test("all that a macro does is kept", arguments: TestDatabase.engines)
    func kept(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let actions: [DeskAction] = [
                .take, .tag(["vip"].compactMap(Conversations.Tag.init)), .snoozeFor(seconds: 3600),
                .note("for {{ customer.name }}"), .field("coin", "BTC"), .resolve,
            ]
            let texts = [Self.text("en", "Hello {{customer.name}}"), Self.text("zh-CN", "您好")]
            let draft = Macro.Draft(shortcut: "all-of-it", texts: texts, actions: actions)

            let made = try await macros(scenario).create(draft, isShared: false, by: ada)

            #expect(made.draft == draft)
            #expect(try await macros(scenario).all(for: ada.id) == [made])
            let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
            let secret = try await macros(scenario).create(Self.draft("s", phrase), isShared: false, by: ada)
            #expect(secret.draft.texts[0].body == "▮▮▮▮▮▮")
        }
    }

    @Test("the language that is nearest is taken")
    func fallback() throws {
        func chosen(_ locale: String, among locales: [String]) throws -> String? {
            let texts = locales.map { Self.text($0, $0) }
            let macro = Macro(
                id: ID(at: Instant(milliseconds: 1)),
                owner: nil,
                draft: Macro.Draft(shortcut: "x", texts: texts)
            )
            return macro.text(in: try #require(LocaleCode(rawValue: locale)))?.body
        }
        #expect(try chosen("zh-CN", among: ["en", "zh-CN"]) == "zh-CN")
        #expect(try chosen("zh-TW", among: ["en", "zh-CN"]) == "zh-CN")
        #expect(try chosen("fr", among: ["zh-CN", "en"]) == "en")
        #expect(try chosen("fr", among: ["zh-CN", "de"]) == "zh-CN")
    }

    @Test("a variable that is not there is refused when it is written")
    func variables() {
        for body in ["Hi {{customer.nmae}}", "{{}}", "{{ agent }}"] {
            #expect(throws: MacroError.self) { try Self.draft("x", body).validated() }
        }
        #expect(throws: MacroError.variableUnknown("customer.nmae", known: Macro.Draft.variables)) {
            try Self.draft("x", "{{ customer.nmae }}").validated()
        }
        for name in Macro.Draft.variables {
            #expect(throws: Never.self) { try Self.draft("x", "{{\(name)}} {{ \(name) }}").validated() }
        }
    }

    @Test(arguments: [
        Macro.Draft(shortcut: "", texts: [text("en", "x")]),
        Macro.Draft(shortcut: "Hello", texts: [text("en", "x")]),
        Macro.Draft(shortcut: "a b", texts: [text("en", "x")]), Macro.Draft(shortcut: "x", texts: []),
        Macro.Draft(shortcut: "x", texts: [text("en", "x"), text("en", "y")]),
        Macro.Draft(shortcut: "x", texts: [text("en", " ")]),
        Macro.Draft(shortcut: "x", texts: [Macro.Text(locale: .english, title: " ", body: "x")]),
        Macro.Draft(shortcut: "x", texts: [text("en", "x")], actions: [.snoozeFor(seconds: 1)]),
        Macro.Draft(
            shortcut: "x",
            texts: [text("en", "x")],
            actions: [.snooze(until: Instant(milliseconds: 1_800_000_000_000))]
        ),
        Macro.Draft(shortcut: "x", texts: [text("en", "x")], actions: [.note("{{nothing}}")]),
        Macro.Draft(shortcut: "x", texts: [text("en", "x")], actions: Array(repeating: .take, count: 21)),
    ])
    func whatMakesNoSenseIsRefused(_ draft: Macro.Draft) {
        #expect(throws: MacroError.self) { try draft.validated() }
    }

    @Test("a macro may only do things")
    func silent() throws {
        let draft = Macro.Draft(shortcut: "x", texts: [Self.text("en", "")], actions: [.resolve])
        #expect(try draft.validated() == draft)
    }
}
