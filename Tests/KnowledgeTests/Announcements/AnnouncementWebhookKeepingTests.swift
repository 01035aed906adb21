import Base
import Dispatch
@testable import Knowledge
import Storage
import TestSupport
import Testing

/// Webhooks that several people change at once, and what is kept of them; on both engines.
@Suite("Keeping announcement webhooks")
struct AnnouncementWebhookKeepingTests {
    @Test("one that is deleted while it is changed stays deleted", arguments: TestDatabase.engines)
    func deletedMeanwhile(_ engine: Engine) async throws {
        try await WebhookPlace.with(engine) { place in
            let (deleting, mayGoOn) = (Recorder(), DispatchSemaphore(value: 0))
            let id = place.webhook.id
            // Beside what the test does meanwhile.
            let deletion = Task {
                try await place.room.scenario.database.write { db in
                    let isDeleted = try AnnouncementWebhookSQL(db: db).delete(id)
                    #expect(isDeleted)
                    deleting.add("begun")
                    _ = mayGoOn.wait(timeout: .now() + 600)
                }
            }
            while deleting.all.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            // Beside what the test does meanwhile.
            let change = Task {
                try await place.webhooks.change(
                    id,
                    "https://hooks.example/elsewhere",
                    SubscriptionScope(),
                    isEnabled: true,
                    by: place.room.actor
                )
            }
            // Long enough for it to be read before it is gone.
            try await Task.sleep(for: .milliseconds(300))
            mayGoOn.signal()
            try await deletion.value

            await #expect(throws: AnnouncementWebhookError.notFound) { try await change.value }
            #expect(try await place.webhooks.webhooks().isEmpty)
        }
    }

    @Test("however many are added at once, there are no more than fifty", arguments: TestDatabase.engines)
    func most(_ engine: Engine) async throws {
        try await WebhookPlace.with(engine) { place in
            let refusals = await withTaskGroup(of: Bool.self) { admins in
                for number in 0..<60 {
                    admins.addTask {
                        do {
                            _ = try await place.webhooks.create(
                                "https://hooks.example/\(number)",
                                SubscriptionScope(),
                                by: place.room.actor
                            )
                            return false
                        } catch {
                            return error as? AnnouncementWebhookError == .tooMany(50)
                        }
                    }
                }
                return await admins.reduce(into: 0) { count, isRefused in count += isRefused ? 1 : 0 }
            }
            #expect(refusals == 11)
            let kept = try await place.webhooks.webhooks().count
            #expect(kept == 50)
        }
    }

    @Test(
        "what was told long ago is forgotten, also of one that is told nothing",
        arguments: TestDatabase.engines
    )
    func memory(_ engine: Engine) async throws {
        try await WebhookPlace.with(engine) { place in
            try await place.room.publish()
            try await place.run()
            _ = try await place.webhooks.change(
                place.webhook.id,
                "https://hooks.example/in",
                SubscriptionScope(),
                isEnabled: false,
                by: place.room.actor
            )
            place.clock.advance(by: .seconds(29 * 86_400))
            try await place.room.tell("Still late.", .monitoring)
            #expect(try await place.deliveries().count == 1)
            place.clock.advance(by: .seconds(2 * 86_400))
            try await place.room.tell("All is well.", .resolved)
            #expect(try await place.deliveries().isEmpty)
        }
    }
}
