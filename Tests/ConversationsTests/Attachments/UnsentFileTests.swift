import Base
import Conversations
import Foundation
import Logging
import People
import Storage
import TestSupport
import Testing

@Suite("Files that were uploaded and not sent")
struct UnsentFileTests {
    /// A scenario, its files' folder and the door to them.
    private static func with(
        _ engine: Engine,
        _ body: @escaping @Sendable (Scenario, URL, Attachments) async throws -> Void
    ) async throws {
        try await Scenario.with(engine) { scenario in
            try await TestDatabase.inFolder { folder in
                try await body(scenario, folder, try scenario.attachments(in: folder))
            }
        }
    }

    private static func files(in folder: URL) -> Int {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [])
        return (found?.allObjects as? [URL] ?? []).filter { !$0.hasDirectoryPath }.count
    }

    /// Runs what is due at the scenario's clock.
    private static func runJobs(_ scenario: Scenario, _ attachments: Attachments) async throws {
        let runner = JobRunner(
            scenario.database,
            handlers: [DeleteUnsentFileJob.handler(attachments)],
            signal: scenario.jobSignal,
            clock: scenario.clock,
            logger: Logger(label: "test")
        )
        while try await runner.runDue() > 0 {}
    }

    /// Content that was written long before the scenario's time, as it is after a day.
    private static func age(_ folder: URL) throws {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [])
        for file in (found?.allObjects as? [URL] ?? []) where !file.hasDirectoryPath {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 0)],
                ofItemAtPath: file.path
            )
        }
    }

    @Test("one that is not sent is deleted after a day, with its content", arguments: TestDatabase.engines)
    func deletion(on engine: Engine) async throws {
        try await Self.with(engine) { scenario, folder, attachments in
            let guest = try await scenario.guest()
            let uploader = guest.id.description
            let forgotten = try await attachments.store(
                Array("forgotten".utf8),
                name: "a.txt",
                uploader: uploader
            )
            let sent = try await attachments.store(Array("sent".utf8), name: "b.txt", uploader: uploader)
            let chat = try await scenario.chat(of: guest)
            _ = try await scenario.timeline.write(
                .init(clientID: UUID(), body: "see", attachments: [sent.id]),
                to: chat.id,
                by: guest
            )
            try Self.age(folder)

            scenario.clock.advance(by: .seconds(23 * 3600))
            try await Self.runJobs(scenario, attachments)
            #expect(Self.files(in: folder) == 2)

            scenario.clock.advance(by: .seconds(2 * 3600))
            try await Self.runJobs(scenario, attachments)
            #expect(Self.files(in: folder) == 1)
            await #expect(throws: AttachmentError.notFound) {
                try await attachments.content(of: forgotten.id, for: uploader) { _ in true }
            }
            let kept = try await attachments.content(of: sent.id, for: uploader) { _ in true }
            #expect(kept.1 == Array("sent".utf8))
        }
    }

    @Test("content that somebody else sent as well stays", arguments: TestDatabase.engines)
    func sharedContent(on engine: Engine) async throws {
        try await Self.with(engine) { scenario, folder, attachments in
            let (one, other) = (try await scenario.guest(), try await scenario.guest())
            let content = Array("the same receipt".utf8)
            let unsent = try await attachments.store(content, name: "a.txt", uploader: one.id.description)
            let kept = try await attachments.store(content, name: "a.txt", uploader: other.id.description)
            try Self.age(folder)
            try await attachments.delete(unsent.id, by: one.id.description)
            let found = try await attachments.content(of: kept.id, for: other.id.description) { _ in false }
            #expect(found.1 == content)
            try await attachments.delete(kept.id, by: other.id.description)
            #expect(Self.files(in: folder) == 0)
        }
    }

    @Test("nobody deletes what is somebody else's or was sent", arguments: TestDatabase.engines)
    func authority(on engine: Engine) async throws {
        try await Self.with(engine) { scenario, _, attachments in
            let (one, other) = (try await scenario.guest(), try await scenario.guest())
            let file = try await attachments.store(
                Array("a receipt".utf8),
                name: "a.txt",
                uploader: one.id.description
            )
            await #expect(throws: AttachmentError.notFound) {
                try await attachments.delete(file.id, by: other.id.description)
            }
            let chat = try await scenario.chat(of: one)
            _ = try await scenario.timeline.write(
                .init(clientID: UUID(), body: "see", attachments: [file.id]),
                to: chat.id,
                by: one
            )
            await #expect(throws: AttachmentError.notFound) {
                try await attachments.delete(file.id, by: one.id.description)
            }
        }
    }

    @Test("so many wait at most; deleting or sending one makes room", arguments: TestDatabase.engines)
    func limit(on engine: Engine) async throws {
        try await Self.with(engine) { scenario, _, attachments in
            let guest = try await scenario.guest()
            let uploader = guest.id.description
            var files: [ID<Conversations.Attachment>] = []
            for number in 0..<Attachments.mostUnsent {
                files.append(
                    try await attachments.store(
                        Array("receipt number \(number)".utf8),
                        name: "a.txt",
                        uploader: uploader
                    ).id
                )
            }
            let full = AttachmentError.tooManyUnsent(
                limit: Attachments.mostUnsent,
                limitInBytes: Attachments.mostUnsentBytes
            )
            await #expect(throws: full) {
                try await attachments.store(
                    Array("a receipt of one more".utf8),
                    name: "a.txt",
                    uploader: uploader
                )
            }
            // Another person's room is their own.
            _ = try await attachments.store(
                Array("a receipt".utf8),
                name: "a.txt",
                uploader: try await scenario.guest().id.description
            )
            try await attachments.delete(files[0], by: uploader)
            _ = try await attachments.store(
                Array("a receipt of one more".utf8),
                name: "a.txt",
                uploader: uploader
            )
            let chat = try await scenario.chat(of: guest)
            _ = try await scenario.timeline.write(
                .init(clientID: UUID(), body: "see", attachments: [files[1]]),
                to: chat.id,
                by: guest
            )
            _ = try await attachments.store(
                Array("a receipt of yet another".utf8),
                name: "a.txt",
                uploader: uploader
            )
        }
    }
}
