import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// What customers and agents may rely on, on both engines.
@Suite struct TimelineTests {
    @Test(arguments: TestDatabase.engines)
    func numbersHaveNoGapsHoweverManyWriteAtOnce(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.verified(uid: "1")
            let ming = try await scenario.agent("Ming", presence: .offline)
            let conversation = try await scenario.chat(of: customer)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let draft = Timeline.Draft(clientID: UUID(), body: "text \(number)")
                        if number.isMultiple(of: 3) {
                            _ = try await scenario.timeline.reply(draft, to: conversation.id, by: ming)
                        } else {
                            _ = try await scenario.timeline.write(draft, to: conversation.id, by: customer)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let messages = try await scenario.messages(of: conversation)
            #expect(messages.map(\.seq) == Array(1...messages.count))
            #expect(messages.filter { $0.kind == .text }.count == 61)
            #expect(Set(messages.filter { $0.kind == .text }.map(\.body)).count == 61)
            let stored = try await scenario.timeline.conversation(conversation.id)
            #expect(stored.lastSeq == messages.count)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aThousandSendsWithOneIdAreOneMessage(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let conversation = try await scenario.chat(of: customer)
            let id = UUID()
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<1000 {
                    group.addTask {
                        let draft = Timeline.Draft(clientID: id, body: "Where is my withdrawal?")
                        return try await scenario.timeline.write(draft, to: conversation.id, by: customer).seq
                    }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(numbers == [2])
            #expect(try await scenario.messages(of: conversation).count == 2)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func theAssistantNeverTalksOverAPerson(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let ming = try await scenario.agent("Ming")
            let conversation = try await scenario.chat(of: customer)
            let answer = Timeline.Draft(body: "From the help centre…")
            let first = try await scenario.timeline.answer(conversation.id, inReplyTo: 1, with: answer)
            #expect(first?.seq == 2)
            let again = try await scenario.timeline.answer(conversation.id, inReplyTo: 1, with: answer)
            #expect(again == nil)
            try await scenario.write("and now?", "hello?", to: conversation, by: customer)
            let late = try await scenario.timeline.answer(conversation.id, inReplyTo: 3, with: answer)
            #expect(late == nil, "the customer has written again")
            _ = try await scenario.timeline.reply(
                .init(clientID: UUID(), body: "I am here"),
                to: conversation.id,
                by: ming
            )
            let over = try await scenario.timeline.answer(conversation.id, inReplyTo: 4, with: answer)
            #expect(over == nil)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aGuestWhoSignsInKeepsTheConversation(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let conversation = try await scenario.chat(of: guest)
            let customer = try await scenario.verified(uid: "7", current: guest)
            #expect(customer.id != guest.id)
            let kept = try await scenario.timeline.conversation(conversation.id, for: customer)
            #expect(kept.customer == customer.id)
            let messages = try await scenario.messages(of: conversation)
            #expect(messages.first?.author.id == customer.id.description)
            #expect(messages.last?.event?.type == .customerVerified)
            await #expect(throws: ConversationError.notFound) {
                try await scenario.timeline.conversation(conversation.id, for: guest)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func resolvedComesBackOnAMessageAndClosesWhenForgotten(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let conversation = try await scenario.chat(of: customer)
            _ = try await scenario.timeline.resolve(conversation.id, by: customer)
            await #expect(throws: ConversationError.notFound) {
                let stranger = try await scenario.guest()
                _ = try await scenario.timeline.rate(conversation.id, score: 5, comment: nil, by: stranger)
            }
            let rated = try await scenario.timeline.rate(
                conversation.id,
                score: 4,
                comment: "ok",
                by: customer
            )
            #expect(rated.rating == 4)
            try await scenario.write("one more thing", to: conversation, by: customer)
            #expect(try await scenario.timeline.conversation(conversation.id).status == .queued)
            _ = try await scenario.timeline.resolve(conversation.id, by: customer)
            scenario.clock.advance(by: .seconds(71 * 3600))
            try await scenario.timeline.closeIfForgotten(conversation.id)
            #expect(try await scenario.timeline.conversation(conversation.id).status == .resolved)
            scenario.clock.advance(by: .seconds(2 * 3600))
            try await scenario.timeline.closeIfForgotten(conversation.id)
            #expect(try await scenario.timeline.conversation(conversation.id).status == .closed)
            await #expect(throws: ConversationError.notAllowed(.customerWrote, in: .closed)) {
                try await scenario.timeline.write(
                    .init(clientID: UUID(), body: "x"),
                    to: conversation.id,
                    by: customer
                )
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatCannotBeAcceptedIsRefusedAndChangesNothing(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let conversation = try await scenario.chat(of: customer)
            let refused: [(Timeline.Draft, ConversationError)] = [
                (.init(clientID: UUID(), body: " \n\t"), .emptyMessage),
                (.init(clientID: UUID(), body: "\0"), .emptyMessage),
                (
                    .init(clientID: UUID(), body: String(repeating: "字", count: 10_001)),
                    .messageTooLong(limit: 10_000)
                ),
                (
                    .init(clientID: UUID(), body: "a", attachments: [ID(at: scenario.clock.now)]),
                    .attachmentNotFound
                ),
                (
                    .init(
                        clientID: UUID(),
                        body: "a",
                        attachments: (0..<11).map { _ in ID(at: scenario.clock.now) }
                    ),
                    .tooManyAttachments(limit: 10)
                ),
            ]
            for (draft, error) in refused {
                await #expect(throws: error) {
                    try await scenario.timeline.write(draft, to: conversation.id, by: customer)
                }
            }
            let longest = String(repeating: "字", count: 10_000)
            try await scenario.write(
                longest,
                "<script>alert(1)</script> \u{202E}👩‍👩‍👧",
                to: conversation,
                by: customer
            )
            let messages = try await scenario.messages(of: conversation)
            #expect(messages.map(\.seq) == [1, 2, 3])
            #expect(messages[1].body == longest)
            #expect(messages[2].body == "<script>alert(1)</script> \u{202E}👩‍👩‍👧")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func openingTwiceWithOneIdOpensOnce(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let id = UUID()
            func open() async throws -> ID<Conversation> {
                let opening = Timeline.Opening(
                    kind: .ticket,
                    topic: .fees,
                    subject: "Fee",
                    locale: .simplifiedChinese,
                    first: .init(clientID: id, body: "费用"),
                    clientID: id
                )
                return try await scenario.timeline.open(opening, by: customer, greeting: nil).id
            }
            let first = try await open()
            let second = try await open()
            #expect(first == second)
            #expect(try await scenario.timeline.conversation(first).status == .queued)
        }
    }
}
