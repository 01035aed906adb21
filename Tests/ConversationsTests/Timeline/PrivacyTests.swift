import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// Who sees what, and what nobody ever stores, on both engines.
@Suite struct PrivacyTests {
    @Test(arguments: TestDatabase.engines)
    func anotherCustomersConversationDoesNotExist(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let owner = try await scenario.verified(uid: "1")
            let other = try await scenario.verified(uid: "2")
            let conversation = try await scenario.chat(of: owner)
            await #expect(throws: ConversationError.notFound) {
                try await scenario.timeline.conversation(conversation.id, for: other)
            }
            await #expect(throws: ConversationError.notFound) {
                try await scenario.timeline.write(
                    .init(clientID: UUID(), body: "hello"),
                    to: conversation.id,
                    by: other
                )
            }
            await #expect(throws: ConversationError.notFound) {
                try await scenario.timeline.askForPerson(conversation.id, by: other)
            }
            await #expect(throws: ConversationError.notFound) {
                try await scenario.timeline.resolve(conversation.id, by: other)
            }
            await #expect(throws: ConversationError.notFound) {
                try await scenario.timeline.rate(conversation.id, score: 1, comment: nil, by: other)
            }
            #expect(try await scenario.messages(of: conversation).count == 1)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func anotherPersonsClientIdRevealsNothing(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let ming = try await scenario.agent("Ming")
            let conversation = try await scenario.chat(of: customer)
            let id = UUID()
            _ = try await scenario.timeline.write(
                .init(clientID: id, body: "mine"),
                to: conversation.id,
                by: customer
            )
            await #expect(throws: ConversationError.notFound) {
                try await scenario.timeline.reply(
                    .init(clientID: id, body: "yours"),
                    to: conversation.id,
                    by: ming
                )
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aSeedPhraseReachesNoTableWhereverItIsTyped(_ engine: Engine) async throws {
        let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let opening = Timeline.Opening(
                kind: .chat,
                topic: .security,
                subject: phrase,
                locale: .english,
                first: .init(clientID: UUID(), body: "my words are \(phrase), please help")
            )
            let conversation = try await scenario.timeline.open(opening, by: customer, greeting: nil)
            try await scenario.write(
                phrase.uppercased().replacingOccurrences(of: " ", with: ",\n"),
                to: conversation,
                by: customer
            )
            let messages = try await scenario.messages(of: conversation).filter {
                $0.author.type == .customer
            }
            #expect(messages.allSatisfy { $0.masked == ["seed_phrase"] })
            #expect(
                try await scenario.messages(of: conversation).contains { $0.event?.type == .secretMasked }
            )
            _ = try await scenario.timeline.resolve(conversation.id, by: customer)
            _ = try await scenario.timeline.rate(conversation.id, score: 5, comment: phrase, by: customer)
            for text in try await Self.everyText(scenario.database) {
                #expect(!text.lowercased().contains("sausage"), "found in \(text.prefix(80))")
            }
        }
    }

    /// Every text column of every table.
    private static func everyText(_ database: any Database) async throws -> [String] {
        try await database.read { db in
            let columns = try db.rows(
                db.dialect(
                    sqlite: """
                        SELECT m.name AS table_name, p.name AS column_name FROM sqlite_master m, pragma_table_info(m.name) p
                        WHERE m.type = 'table' AND p.type = 'TEXT'
                        """,
                    postgres: """
                        SELECT table_name::text AS table_name, column_name::text AS column_name
                        FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'text'
                        """
                )
            )
            var texts: [String] = []
            for column in columns {
                let table: String = try column.get("table_name")
                let name: String = try column.get("column_name")
                texts += try db.values(
                    String.self,
                    SQL(stringLiteral: "SELECT \"\(name)\" FROM \"\(table)\"")
                )
            }
            return texts
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aNoteThatComesManyTimesAtOnceIsWrittenOnce(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let conversation = try await scenario.chat(of: customer)
            let ming = try await scenario.agent("Ming")
            let draft = Timeline.Draft(clientID: UUID(), body: "looks like a wrong network")

            let seqs = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await scenario.timeline.note(draft, on: conversation.id, by: ming).seq
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(seqs == Array(repeating: 1, count: 20))
            #expect(try await scenario.timeline.notes(conversation.id, after: 0, limit: 10).count == 1)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func notesAreNumberedApartAndCustomersCannotCountThem(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let ming = try await scenario.agent("Ming", presence: .offline)
            let conversation = try await scenario.chat(of: customer)
            let id = UUID()
            for _ in 0..<2 {
                _ = try await scenario.timeline.note(
                    .init(clientID: id, body: "inner"),
                    on: conversation.id,
                    by: ming
                )
            }
            try await scenario.write("second", to: conversation, by: customer)
            _ = try await scenario.timeline.note(
                .init(clientID: UUID(), body: "b"),
                on: conversation.id,
                by: ming
            )
            let notes = try await scenario.timeline.notes(conversation.id, after: 0, limit: 10)
            #expect(notes.map(\.seq) == [1, 2])
            #expect(notes.map(\.afterSeq) == [1, 2])
            #expect(
                try await scenario.messages(of: conversation).map(\.body) == [
                    "My withdrawal has not arrived", "second",
                ]
            )
            let view = try await scenario.timeline.view(of: scenario.timeline.conversation(conversation.id))
            #expect(view.lastSeq == 2)
        }
    }
}
