import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// What an agent has written and not sent, on both engines.
@Suite struct DraftsTests {
    private func drafts(_ scenario: Scenario) -> Drafts {
        Drafts(scenario.database, bus: scenario.bus, gate: scenario.timeline.gate, clock: scenario.clock)
    }

    @Test("a text is kept, found elsewhere, and gone once it was sent", arguments: TestDatabase.engines)
    func keptUntilSent(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let (ada, bo) = (try await scenario.agent("Ada"), try await scenario.agent("Bo"))
            let chat = try await scenario.chat(of: try await scenario.guest())
            let drafts = drafts(scenario)
            let first = try await drafts.save("Whi", for: .text, in: chat.id, by: ada.id, over: 0)
            let second = try await drafts.save(
                "Which net",
                for: .text,
                in: chat.id,
                by: ada.id,
                over: first.version
            )
            let note = try await drafts.save("ask ops", for: .note, in: chat.id, by: ada.id, over: 0)
            #expect(Set(try await drafts.all(of: ada.id)) == [second, note])
            #expect(try await drafts.all(of: bo.id).isEmpty)

            _ = try await scenario.timeline.reply(
                .init(clientID: UUID(), body: "Which network was it?"),
                to: chat.id,
                by: ada
            )

            #expect(try await drafts.all(of: ada.id) == [note])
            _ = try await scenario.timeline.note(
                .init(clientID: UUID(), body: "ask ops"),
                on: chat.id,
                by: ada
            )
            #expect(try await drafts.all(of: ada.id).isEmpty)
        }
    }

    @Test("two devices do not destroy each other's text", arguments: TestDatabase.engines)
    func changedElsewhere(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada")
            let chat = try await scenario.chat(of: try await scenario.guest())
            let drafts = drafts(scenario)
            let first = try await drafts.save("one", for: .text, in: chat.id, by: ada.id, over: 0)
            let phone = try await drafts.save(
                "one, from the phone",
                for: .text,
                in: chat.id,
                by: ada.id,
                over: first.version
            )

            for (text, version) in [("one, from the desk", first.version), ("", first.version), ("new", 0)] {
                await #expect(throws: DraftError.changedElsewhere(phone)) {
                    _ = try await drafts.save(text, for: .text, in: chat.id, by: ada.id, over: version)
                }
            }

            // What is sent at the desk does not take away what the phone says besides.
            _ = try await scenario.timeline.reply(
                .init(clientID: UUID(), body: "one, from the desk"),
                to: chat.id,
                by: ada
            )
            #expect(try await drafts.all(of: ada.id) == [phone])
            _ = try await drafts.save("", for: .text, in: chat.id, by: ada.id, over: phone.version)
            #expect(try await drafts.all(of: ada.id).isEmpty)
            // Nothing is there to be destroyed any more, whatever a device believes.
            let late = try await drafts.save("late", for: .text, in: chat.id, by: ada.id, over: 7)
            #expect(late.version == 8)
        }
    }

    @Test("a secret in a draft does not reach the disk", arguments: TestDatabase.engines)
    func masked(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada")
            let chat = try await scenario.chat(of: try await scenario.guest())
            let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"

            let saved = try await drafts(scenario).save(
                "He sent: \(phrase)",
                for: .note,
                in: chat.id,
                by: ada.id,
                over: 0
            )

            #expect(saved.body == "He sent: ▮▮▮▮▮▮")
            #expect(try await drafts(scenario).all(of: ada.id).map(\.body) == [saved.body])
        }
    }

    @Test("a device goes on over its own text whose answer it never got", arguments: TestDatabase.engines)
    func unanswered(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada")
            let chat = try await scenario.chat(of: try await scenario.guest())
            let drafts = drafts(scenario)
            func save(_ body: String, over version: Int, or own: [String] = []) async throws -> ReplyDraft {
                try await drafts.save(
                    body,
                    for: .text,
                    in: chat.id,
                    by: ada.id,
                    over: version,
                    orOwn: own
                )
            }
            let lost = try await save("Whi", over: 0)

            // The page was loaded again before the answer came.
            #expect(try await save("Whi", over: 0) == lost)
            let longer = try await save("Which", over: 0, or: ["Wh", "Whi"])
            #expect(longer.version == lost.version + 1)
            await #expect(throws: DraftError.changedElsewhere(longer)) {
                _ = try await save("Which net", over: 0, or: ["Whi"])
            }

            // What is written arrives when it was sent already: the device takes it away all the same.
            _ = try await save("", over: 0, or: ["Which"])
            #expect(try await drafts.all(of: ada.id).isEmpty)

            // A secret was hidden in what is there.
            let key = "5KYZdUEo39z3FPrtuX2QbbwGnNP5zTd7yyr2SC1j299sBCnWjss"
            let masked = try await save("key \(key)", over: 0)
            #expect(!masked.body.contains(key))
            let after = try await save("no key", over: 0, or: ["key \(key)"])
            #expect(after.body == "no key")
        }
    }

    @Test("what cannot be kept is refused")
    func refused() async throws {
        try await Scenario.with(.sqlite) { scenario in
            let ada = try await scenario.agent("Ada")
            let chat = try await scenario.chat(of: try await scenario.guest())
            let drafts = drafts(scenario)
            await #expect(throws: ConversationError.notFound) {
                _ = try await drafts.save(
                    "x",
                    for: .text,
                    in: ID(at: scenario.clock.now),
                    by: ada.id,
                    over: 0
                )
            }
            await #expect(throws: ConversationError.messageTooLong(limit: Drafts.longestBody)) {
                let long = String(repeating: "x", count: Drafts.longestBody + 1)
                _ = try await drafts.save(long, for: .text, in: chat.id, by: ada.id, over: 0)
            }
            await #expect(throws: ConversationError.self) {
                _ = try await drafts.save("x", for: .text, in: chat.id, by: ada.id, over: -1)
            }
            let own = [
                [String](repeating: "x", count: Drafts.mostOwn + 1),
                [String(repeating: "x", count: Drafts.longestBody + 1)],
            ]
            for texts in own {
                await #expect(throws: ConversationError.self) {
                    _ = try await drafts.save("x", for: .text, in: chat.id, by: ada.id, over: 0, orOwn: texts)
                }
            }
        }
    }
}
