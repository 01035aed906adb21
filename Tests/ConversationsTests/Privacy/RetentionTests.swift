import Base
@testable import Conversations
import Foundation
import Logging
import People
import Storage
import TestSupport
import Testing

/// What is kept for a while only, and what is kept all the same.
@Suite struct RetentionTests {
    private static func apply(_ days: [String: Int], to scenario: Scenario) async throws -> [String: Int] {
        try await Retention(
            scenario.database,
            rules: scenario.timeline.retention,
            days: days,
            clock: scenario.clock,
            logger: Logger(label: "test")
        ).apply()
    }

    @Test(arguments: TestDatabase.engines)
    func whatWasSaidInOldClosedConversationsGoes(on engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let (old, open) = (try await scenario.chat(of: guest), try await scenario.chat(of: guest))
            try await scenario.write("old words", to: old, by: guest)
            try await scenario.write("open words", to: open, by: guest)
            _ = try await scenario.timeline.resolve(old.id, by: guest)
            scenario.clock.advance(by: .seconds(29 * 86_400))
            try await scenario.timeline.closeIfForgotten(old.id)
            #expect(try await Self.apply(["conversations": 30], to: scenario).isEmpty)

            scenario.clock.advance(by: .seconds(2 * 86_400))
            // What is not named is kept for ever.
            #expect(try await Self.apply(["visits": 1], to: scenario).isEmpty)
            #expect(try await Self.apply(["conversations": 30], to: scenario) == ["conversations": 1])
            let texts = try await scenario.messages(of: old)
            #expect(texts.allSatisfy { $0.body.isEmpty || $0.event?.type == .erased })
            #expect(texts.last?.event?.type == .erased)
            #expect(try await scenario.now(old).subject.isEmpty)
            #expect(try await scenario.messages(of: open).contains { $0.body == "open words" })
            // Once.
            #expect(try await Self.apply(["conversations": 30], to: scenario).isEmpty)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func filesOfClosedConversationsGoWithTheirKeys(on engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            try await TestDatabase.inFolder { folder in
                let attachments = try scenario.attachments(in: folder)
                let guest = try await scenario.guest()
                let (closed, open) = (try await scenario.chat(of: guest), try await scenario.chat(of: guest))
                var files: [Conversations.Attachment] = []
                for chat in [closed, open] {
                    let file = try await attachments.store(
                        Array("a receipt".utf8),
                        name: "a.txt",
                        uploader: guest.id.description
                    )
                    files.append(file)
                    _ = try await scenario.timeline.write(
                        .init(clientID: UUID(), body: "see", attachments: [file.id]),
                        to: chat.id,
                        by: guest
                    )
                }
                _ = try await scenario.timeline.resolve(closed.id, by: guest)
                scenario.clock.advance(by: .seconds(31 * 86_400))
                try await scenario.timeline.closeIfForgotten(closed.id)
                #expect(try await Self.apply(["files": 30], to: scenario) == ["files": 1])
                let owner = KeyOwner(files[0].id)
                #expect(try await scenario.database.read { db in try db.existingDataKey(of: owner) } == nil)
                await #expect(throws: AttachmentError.notFound) {
                    try await attachments.content(of: files[0].id, for: guest.id.description) { _ in true }
                }
                let kept = try await attachments.content(of: files[1].id, for: guest.id.description) { _ in
                    true
                }
                #expect(kept.1 == Array("a receipt".utf8))
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func visitsGoByThePortion(on engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            for _ in 0..<45 {
                let chat = try await scenario.chat(of: guest)
                try await scenario.database.write { db in
                    try VisitSQL(db: db).insert(
                        Visit(userAgent: "Firefox/128.0", page: "/wallet"),
                        of: chat.id
                    )
                }
            }
            scenario.clock.advance(by: .seconds(2 * 86_400))
            let young = try await scenario.chat(of: guest)
            try await scenario.database.write { db in
                try VisitSQL(db: db).insert(Visit(userAgent: "Firefox/128.0", page: "/wallet"), of: young.id)
            }
            #expect(try await Self.apply(["visits": 1], to: scenario) == ["visits": 45])
            #expect(
                try await scenario.database.read { db in try VisitSQL(db: db).visit(of: young.id) } != nil
            )
        }
    }
}
