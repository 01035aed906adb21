import Base
@testable import Knowledge
import People
import Safeguard
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("Videos in texts that articles share")
struct SnippetVideosTests {
    /// A database on which something happens before the next transaction begins.
    private final class Interrupted: Database {
        private let base: any Database
        private let event = Mutex<(@Sendable () async throws -> Void)?>(nil)

        init(_ base: any Database) { self.base = base }

        var engine: Engine { base.engine }

        func beforeNextWrite(_ event: @escaping @Sendable () async throws -> Void) {
            self.event.withLock { $0 = event }
        }

        func read<Value: Sendable>(
            _ body: @escaping @Sendable (Connection) throws -> Value
        ) async throws -> Value {
            try await base.read(body)
        }

        func write<Value: Sendable>(
            _ body: @escaping @Sendable (Connection) throws -> Value
        ) async throws -> Value {
            let event = event.withLock { event in
                defer { event = nil }
                return event
            }
            try await event?()
            return try await base.write(body)
        }

        func backup(to path: String) async throws { try await base.backup(to: path) }

        func close() async throws { try await base.close() }
    }

    @Test(
        "a video that goes while a snippet is saved that shows it is not shown by that snippet",
        arguments: Engine.allCases,
        [false, true]
    )
    func deletedMeanwhile(on engine: Engine, byImport: Bool) async throws {
        try await VideoRoom.with(engine) { desk in
            let room = desk.room
            let database = Interrupted(room.scenario.database)
            let articles = Articles(
                database,
                gate: SecretsGate(),
                clock: room.scenario.clock,
                listener: room.search
            )
            let (snippets, name) = (Snippets(articles), SmallHelpCentre.slug("film"))
            _ = try await desk.bring(SmallFilms.mp4())
            _ = try await room.put(snippets, name, .snippet, ["*": "Soon."])
            try await room.save(AuthoringRoom.text("Withdraw", "{{snippet:film}}"))
            try await room.publish()
            database.beforeNextWrite { try await desk.videos.remove(VideoRoom.name, as: desk.actor) }

            let text = ":::video withdraw-bitcoin"
            await #expect(throws: SnippetError.invalid(field: "texts", "there is no video withdraw-bitcoin"))
            {
                if byImport {
                    try await snippets.save([.init(name: name, kind: .snippet, texts: ["*": text])])
                } else {
                    _ = try await room.put(snippets, name, .snippet, ["*": text], from: 1)
                }
            }

            #expect(await room.seen() == "Soon.")
        }
    }

    @Test("they are listed a part at a time, by name", arguments: Engine.allCases)
    func list(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            let snippets = Snippets(room.articles)
            for name in ["b-two", "a", "c", "b"] {
                try await room.put(snippets, SmallHelpCentre.slug(name), .variable, ["*": name])
            }

            let first = try await snippets.list(after: nil, limit: 3)
            let rest = try await snippets.list(after: first.next, limit: 3)
            let exact = try await snippets.list(after: nil, limit: 4)

            #expect(first.next == first.snippets.last?.name)
            #expect((first.snippets + rest.snippets).map(\.name) == (try await snippets.all()).map(\.name))
            #expect((first.snippets.count, rest.snippets.count) == (3, 1))
            #expect(rest.next == nil)
            #expect((exact.snippets.count, exact.next) == (4, nil))
        }
    }
}
