import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// Conversations that belong together, on both engines.
@Suite struct LinksTests {
    private func events(_ id: ID<Conversation>, _ scenario: Scenario) async throws -> [TimelineEvent] {
        try await scenario.timeline.messages(id, after: 0, limit: 100).compactMap(\.event)
    }

    @Test(
        "a merged one is closed and points at what goes on, and keeps its messages",
        arguments: TestDatabase.engines
    )
    func merged(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let customer = try await scenario.guest()
            let (one, two) = (try await scenario.chat(of: customer), try await scenario.chat(of: customer))
            let stranger = try await scenario.chat(of: try await scenario.guest())
            let timeline = scenario.timeline
            _ = try await timeline.perform([.take], on: [one.id, two.id], by: ada)

            await #expect(throws: LinkError.otherCustomer) {
                try await timeline.merge(one.id, into: stranger.id, by: ada)
            }
            await #expect(throws: LinkError.itself) {
                try await timeline.merge(one.id, into: one.id, by: ada)
            }
            try await timeline.merge(one.id, into: two.id, by: ada)

            #expect(try await timeline.conversation(one.id).status == .closed)
            #expect(try await timeline.conversation(two.id).status == .assigned)
            #expect(
                try await events(one.id, scenario).last
                    == TimelineEvent(.mergedInto, to: two.reference.rawValue)
            )
            #expect(
                try await events(two.id, scenario).last
                    == TimelineEvent(.mergedFrom, to: one.reference.rawValue)
            )
            let messages = try await timeline.messages(one.id, after: 0, limit: 10)
            #expect(messages.first?.body == "My withdrawal has not arrived")
            #expect(messages.last?.body == "This goes on in \(two.reference)")
            let links = try await scenario.desk.details(of: one.id).links
            #expect(links.map(\.kind) == [.mergedInto] && links.map(\.id) == [two.id.description])
            #expect(try await scenario.desk.details(of: two.id).links.map(\.kind) == [.mergedFrom])
            await #expect(throws: ConversationError.self) {
                try await timeline.merge(one.id, into: two.id, by: ada)
            }
            await #expect(throws: ConversationError.self) {
                try await timeline.merge(two.id, into: one.id, by: ada)
            }
            // What it took of the agent is free again.
            #expect(try await scenario.desk.loads()[ada.id] == 1)
        }
    }

    @Test("a part becomes a conversation of its own with who took it out", arguments: TestDatabase.engines)
    func split(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let customer = try await scenario.verified(uid: "u1", name: "Liu Wei")
            let chat = try await scenario.chat(of: customer)
            try await scenario.write("And my fees\nare wrong", "Thanks", to: chat, by: customer)
            let fees = try #require(try await scenario.messages(of: chat).first { $0.body.hasPrefix("And") })

            let part = try await scenario.timeline.split([fees.seq, 999], of: chat.id, by: ada)

            #expect(part.customer == chat.customer && part.agent == ada.id && part.status == .assigned)
            #expect(part.subject == "And my fees are wrong" && part.reference != chat.reference)
            let text = try #require(try await scenario.messages(of: part).first { $0.kind == .text })
            #expect(text.body.hasPrefix("Liu Wei, ") && text.body.hasSuffix("> And my fees\n> are wrong"))
            #expect(
                try await events(part.id, scenario).first
                    == TimelineEvent(.splitFrom, to: chat.reference.rawValue)
            )
            #expect(
                try await events(chat.id, scenario).last
                    == TimelineEvent(.splitInto, to: part.reference.rawValue)
            )
            #expect(try await scenario.desk.details(of: part.id).links.map(\.kind) == [.splitFrom])
            await #expect(throws: LinkError.messagesNotThere) {
                _ = try await scenario.timeline.split([999, 0, .min, .max], of: chat.id, by: ada)
            }
        }
    }

    @Test("a link is there from both sides, for agents alone", arguments: TestDatabase.engines)
    func linked(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let one = try await scenario.chat(of: try await scenario.guest())
            let two = try await scenario.chat(of: try await scenario.guest())
            let timeline = scenario.timeline
            #expect(try await timeline.find(two.reference.rawValue.lowercased()).id == two.id)
            try await timeline.link(one.id, two.id, true, by: ada)
            try await timeline.link(two.id, one.id, true, by: ada)
            #expect(try await scenario.desk.details(of: one.id).links.map(\.id) == [two.id.description])
            #expect(try await scenario.desk.details(of: two.id).links.map(\.id) == [one.id.description])
            #expect(
                try await timeline.notes(one.id, after: 0, limit: 10).compactMap { $0.event?.type } == [
                    .linked
                ]
            )
            #expect(try await events(one.id, scenario).allSatisfy { $0.type != .linked })
            await #expect(throws: LinkError.itself) {
                try await timeline.link(one.id, one.id, true, by: ada)
            }
            try await timeline.link(two.id, one.id, false, by: ada)
            #expect(try await scenario.desk.details(of: one.id).links.isEmpty)
            #expect(
                try await timeline.notes(two.id, after: 0, limit: 10).compactMap { $0.event?.type } == [
                    .linked, .unlinked,
                ]
            )
        }
    }
}
