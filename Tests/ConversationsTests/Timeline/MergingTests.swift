import Base
import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// A guest who turns out to be a verified customer, with requests under way.
@Suite struct MergingTests {
    @Test("both opened a conversation by one client's id", arguments: TestDatabase.engines)
    func sameClientID(on engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let id = UUID()
            let verified = try await scenario.verified(uid: "u1")
            let guest = try await scenario.guest()
            let first = try await scenario.opened(by: verified, clientID: id)
            let second = try await scenario.opened(by: guest, clientID: id)

            _ = try await scenario.verified(uid: "u1", current: guest)

            #expect(try await scenario.owners() == [verified.id, verified.id])
            #expect(try await scenario.opened(by: verified, clientID: id).id == first.id)
            #expect(first.id != second.id)
        }
    }

    @Test("a repeated opening is still one after signing in", arguments: TestDatabase.engines)
    func repeatedOpening(on engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let id = UUID()
            let guest = try await scenario.guest()
            let opened = try await scenario.opened(by: guest, clientID: id)
            let verified = try await scenario.verified(uid: "u1", current: guest)

            #expect(try await scenario.opened(by: verified, clientID: id).id == opened.id)
            #expect(try await scenario.opened(by: guest, clientID: id).id == opened.id)
        }
    }

    @Test(
        "a request that was recognised as the guest's acts as the customer",
        arguments: TestDatabase.engines
    )
    func requestUnderWay(on engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let chat = try await scenario.chat(of: guest)
            let draft = Timeline.Draft(clientID: UUID(), body: "before")
            let before = try await scenario.timeline.write(draft, to: chat.id, by: guest)
            let verified = try await scenario.verified(uid: "u1", name: "Liu Wei", current: guest)

            let opened = try await scenario.opened(by: guest, clientID: UUID())
            let written = try await scenario.timeline.write(
                .init(clientID: UUID(), body: "after"),
                to: chat.id,
                by: guest
            )
            let repeated = try await scenario.timeline.write(draft, to: chat.id, by: guest)
            _ = try await scenario.timeline.askForPerson(chat.id, by: guest)

            #expect(opened.customer == verified.id)
            #expect(written.author.id == verified.id.description)
            #expect(written.author.name == "Liu Wei")
            #expect(repeated.seq == before.seq)
        }
    }

    @Test("a stranger gains nothing", arguments: TestDatabase.engines)
    func stranger(on engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let chat = try await scenario.chat(of: guest)
            _ = try await scenario.verified(uid: "u1", current: guest)
            let others = [try await scenario.guest(), try await scenario.verified(uid: "u2")]
            for other in others {
                await #expect(throws: ConversationError.notFound) {
                    try await scenario.timeline.conversation(chat.id, for: other)
                }
                await #expect(throws: ConversationError.notFound) {
                    try await scenario.timeline.write(.init(body: "let me in"), to: chat.id, by: other)
                }
            }
            // A guest becomes one customer, once.
            _ = try await scenario.verified(uid: "u2", current: guest)
            #expect(try await scenario.opened(by: guest, clientID: UUID()).customer != others[1].id)
        }
    }

    @Test("a file that came while the guest signed in can be sent", arguments: TestDatabase.engines)
    func file(on engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let verified = try await scenario.verified(uid: "u1", current: guest)
            let file = try await TestDatabase.inFolder { folder in
                try await scenario.attachments(in: folder).store(
                    Array("a receipt".utf8),
                    name: "a.txt",
                    uploader: guest.id.description
                )
            }
            let chat = try await scenario.chat(of: verified)
            let message = try await scenario.timeline.write(
                .init(clientID: UUID(), body: "see the file", attachments: [file.id]),
                to: chat.id,
                by: verified
            )
            #expect(message.attachments.map(\.id) == [file.id])
        }
    }

    @Test("whatever the order, nothing stays with the guest", arguments: TestDatabase.engines)
    func atTheSameMoment(on engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            for round in 0..<10 {
                let guest = try await scenario.guest()
                let chat = try await scenario.chat(of: guest)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<6 {
                        group.addTask { _ = try await scenario.opened(by: guest, clientID: UUID()) }
                        group.addTask {
                            try await scenario.write("message \(number)", to: chat, by: guest)
                        }
                    }
                    group.addTask { _ = try await scenario.verified(uid: "u\(round)", current: guest) }
                    try await group.waitForAll()
                }
                let owners = try await scenario.owners()
                #expect(!owners.contains(guest.id))
                let authors = Set(try await scenario.messages(of: chat).map(\.author.id))
                #expect(!authors.contains(guest.id.description))
            }
        }
    }
}

extension Scenario {
    fileprivate func opened(by customer: Customer, clientID: UUID) async throws -> Conversation {
        let opening = Timeline.Opening(
            kind: .chat,
            topic: .depositWithdrawal,
            locale: .english,
            first: .init(clientID: UUID(), body: "hello"),
            clientID: clientID
        )
        return try await timeline.open(opening, by: customer, greeting: nil)
    }

    /// Whose the conversations are, each once for each.
    fileprivate func owners() async throws -> [ID<Customer>] {
        try await database.read { db in
            try db.values(ID<Customer>.self, "SELECT customer_id FROM conversation")
        }
    }
}
