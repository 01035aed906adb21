import Base
import Dispatch
@testable import Knowledge
import Mail
import People
import Storage
import TestSupport
import Testing

/// That each subscriber is told once, on both engines.
@Suite("Telling subscribers")
struct SubscriberTellingTests {
    private typealias Room = SubscriptionRoom

    @Test(
        "each is told once, whatever is done again and by however many nodes at once",
        arguments: TestDatabase.engines
    )
    func once(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let addresses = (0..<250).map { "reader-\($0)@reader.example" }
            try await room.fill(addresses)
            let published = try await room.room.publish()
            let job = TellSubscribersJob(
                announcement: published.id,
                revision: published.revision,
                update: nil
            )

            // Six takers for the three portions: a lease that ended, or a node that died after its commit.
            try await withThrowingTaskGroup(of: Void.self) { nodes in
                for _ in 0..<6 { nodes.addTask { try await room.subscriptions.tellNext(job) } }
                try await nodes.waitForAll()
            }
            try await room.subscriptions.tellNext(job)

            #expect(try await room.letters().map(\.to).sorted() == addresses.sorted())
        }
    }

    @Test("what failed midway goes on where it was", arguments: TestDatabase.engines)
    func undone(_ engine: Engine) async throws {
        struct Failure: Error {}
        let failures = Recorder()
        let mark: AnnouncementSubscriptions.Mark = { _, address, _, _ in
            guard address.description == "reader-120@reader.example", failures.all.isEmpty else { return nil }
            failures.add("failed")
            throw Failure()
        }
        try await Room.with(engine, mark: mark) { room in
            let addresses = (0..<130).map { "reader-\($0)@reader.example" }
            try await room.fill(addresses)
            try await room.room.publish()

            let before = try await room.letters()
            room.clock.advance(by: .seconds(60))
            let after = try await room.letters()

            #expect(before.count == 100 && after.count == 30)
            #expect(Set((before + after).map(\.to)).count == 130)
        }
    }

    @Test("what is withdrawn before it is sent is not sent", arguments: TestDatabase.engines)
    func withdrawn(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.subscribe("li@reader.example")
            // Before it is written, and while the mail server is away.
            let published = try await room.room.publish()
            try await room.room.withdraw()
            #expect(try await room.letters().isEmpty)
            try await room.room.saveAgain()
            try await room.room.publish()
            room.post.goAway(true)
            try await room.runJobs()
            #expect(try await room.states(like: "announcement/%") == ["waiting": 1])

            try await room.room.withdraw()
            room.post.goAway(false)
            room.clock.advance(by: .seconds(3600))

            #expect(try await room.letters().isEmpty)
            #expect(try await room.states(like: "announcement/%") == ["withdrawn": 1])
            #expect(try await room.room.now().revision > published.revision)
        }
    }

    @Test(
        "what is taken back while it is told and published again is told to each once",
        arguments: TestDatabase.engines
    )
    func publishedAgain(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let addresses = (0..<250).map { "reader-\($0)@reader.example" }
            try await room.fill(addresses)
            let published = try await room.room.publish()
            // A hundred letters are written, and none is sent.
            try await room.subscriptions.tellNext(
                TellSubscribersJob(announcement: published.id, revision: published.revision, update: nil)
            )
            try await room.room.withdraw()
            try await room.room.saveAgain(title: "Bitcoin is very late")
            try await room.room.publish()

            let letters = try await room.letters()

            #expect(letters.map(\.to).sorted() == addresses.sorted())
            #expect(letters.allSatisfy { $0.text.contains("Bitcoin is very late") })
            #expect(try await room.states(like: "announcement/%") == ["withdrawn": 100, "sent": 250])
        }
    }

    @Test("what is taken back while its letters are written is not sent", arguments: TestDatabase.engines)
    func takenBackMeanwhile(_ engine: Engine) async throws {
        let (writing, mayGoOn) = (Recorder(), DispatchSemaphore(value: 0))
        let mark: AnnouncementSubscriptions.Mark = { _, _, _, _ in
            writing.add("a letter")
            _ = mayGoOn.wait(timeout: .now() + 600)
            return nil
        }
        try await Room.with(engine, mark: mark) { room in
            try await room.fill(["li@reader.example"])
            let published = try await room.room.publish()
            let job = TellSubscribersJob(
                announcement: published.id,
                revision: published.revision,
                update: nil
            )

            // Beside what the test does meanwhile.
            let telling = Task { try await room.subscriptions.tellNext(job) }
            while writing.all.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            // Beside what the test does meanwhile.
            let takingBack = Task { try await room.room.withdraw() }
            // Long enough for one that does not wait for the letters.
            try await Task.sleep(for: .milliseconds(500))
            mayGoOn.signal()
            try await telling.value
            try await takingBack.value

            #expect(try await room.states(like: "announcement/%") == ["withdrawn": 1])
            #expect(try await room.letters().isEmpty)
        }
    }

    @Test("what is scheduled is told when it falls due", arguments: TestDatabase.engines)
    func scheduled(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.subscribe("li@reader.example")
            try await room.room.publish(at: room.clock.now + .seconds(600))
            #expect(try await room.letters().isEmpty)
            room.clock.advance(by: .seconds(601))
            #expect(try await room.letters().map(\.to) == ["li@reader.example"])
        }
    }

    @Test("of what the desk mends only the end is told", arguments: TestDatabase.engines)
    func mended(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.subscribe("li@reader.example")
            try await room.room.publish()
            #expect(try await room.letters().count == 1)

            try await room.room.saveAgain(title: "Bitcoin is very late")
            #expect(try await room.letters().isEmpty)
            room.clock.advance(by: .seconds(60))
            try await room.room.saveAgain(endedAt: room.clock.now)
            let letters = try await room.letters()
            #expect(letters.count == 1 && letters.last?.text.contains("Resolved") == true)
            try await room.room.saveAgain(title: "Bitcoin was late", endedAt: room.clock.now)
            #expect(try await room.letters().isEmpty)
        }
    }
}

extension SubscriptionRoom {
    /// Subscriptions to everything, said yes to.
    func fill(_ addresses: [String]) async throws {
        let now = clock.now
        let customer = ID<Customer>(at: now)
        try await database.write { db in
            let sql = AnnouncementSubscriptionSQL(db: db)
            for (place, address) in addresses.enumerated() {
                let subscription = AnnouncementSubscription(
                    id: ID(at: now + .milliseconds(place)),
                    customer: customer,
                    contents: .init(address: address, token: "sbn_\(address)"),
                    locale: .english,
                    scope: SubscriptionScope(),
                    createdAt: now,
                    confirmedAt: nil
                )
                try sql.insert(subscription)
                try sql.confirm(subscription, at: now)
            }
        }
    }
}

extension AnnouncementRoom {
    func withdraw() async throws {
        _ = try await desk.withdraw(id, from: try await now().revision, by: actor)
    }

    func saveAgain(title: String = "Bitcoin is late", endedAt: Instant? = nil) async throws {
        let (draft, known) = (Self.draft(title: title), try await now())
        let saved = AnnouncementDraft(
            slug: draft.slug,
            kind: draft.kind,
            startsAt: known.startsAt,
            endedAt: endedAt,
            scope: draft.scope,
            texts: draft.texts
        )
        _ = try await desk.save(saved, of: id, from: known.revision, by: actor)
    }
}
