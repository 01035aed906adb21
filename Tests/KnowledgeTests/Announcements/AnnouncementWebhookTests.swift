import Base
import Foundation
@testable import Knowledge
import People
import Storage
import Synchronization
import TestSupport
import Testing
import Web

/// Programs that are told what is announced, on both engines.
@Suite("Announcement webhooks")
struct AnnouncementWebhookTests {
    private typealias Place = WebhookPlace

    @Test("a program is told of each step once, in its own words and signed", arguments: TestDatabase.engines)
    func told(_ engine: Engine) async throws {
        try await Place.with(engine, SubscriptionScope(kinds: [.incident], products: ["withdrawals"])) {
            place in
            try await place.room.publish()
            try await place.run()
            place.clock.advance(by: .seconds(60))
            try await place.room.tell("A node is behind.", .identified)
            try await place.run()

            let asked = place.program.asked.withLock { $0 }
            #expect(asked.map(\.address) == ["https://hooks.example/in", "https://hooks.example/in"])
            #expect(Set(place.program.ids).count == 2)
            let last = try #require(asked.last)
            let headers = Dictionary(uniqueKeysWithValues: last.headers.map { ($0.name, $0.value) })
            let seconds = place.clock.now.milliseconds / 1000
            #expect(headers["webhook-timestamp"] == String(seconds))
            let expected = place.webhook.contents.secret.signature(
                id: try #require(headers["webhook-id"]),
                seconds: seconds,
                body: last.body
            )
            #expect(headers["webhook-signature"] == expected)
            let body = String(decoding: last.body, as: UTF8.self)
            #expect(body.contains(#""type":"announcement.updated""#) && body.contains("A node is behind."))
            #expect(try await place.deliveries().map(\.state) == [.delivered, .delivered])
            #expect(try await place.deliveries().map(\.kind) == [.updated, .published])
        }
    }

    @Test("that it is over is how it goes on, and is told once", arguments: TestDatabase.engines)
    func over(_ engine: Engine) async throws {
        try await Place.with(engine) { place in
            try await place.room.publish()
            place.clock.advance(by: .seconds(60))
            let end = place.clock.now
            try await place.room.saveAgain(endedAt: end)
            try await place.room.saveAgain(title: "Bitcoin was late", endedAt: end)
            try await place.run()

            #expect(try await place.deliveries().map(\.kind) == [.updated, .published])
            let bodies = try await place.deliveries().map(\.body)
            #expect(bodies.first?.contains(#""type":"announcement.updated""#) == true)
            #expect(bodies.map { $0.contains(#""ended_at":"#) } == [true, false])
            #expect(bodies.map { $0.contains(#""update":"#) } == [false, false])
        }
    }

    @Test("what it does not want to hear of is not sent", arguments: TestDatabase.engines)
    func scope(_ engine: Engine) async throws {
        try await Place.with(engine, SubscriptionScope(kinds: [.incident], products: ["spot"])) { place in
            try await place.room.publish()
            try await place.run()
            #expect(place.program.ids.isEmpty)
            #expect(try await place.deliveries().isEmpty)
        }
    }

    @Test("what fails is tried again with growing pauses, as the same", arguments: TestDatabase.engines)
    func retried(_ engine: Engine) async throws {
        try await Place.with(engine) { place in
            place.program.answer.withLock { $0 = 503 }
            try await place.room.publish()
            try await place.run()
            place.clock.advance(by: .seconds(4))
            try await place.run()
            #expect(place.program.ids.count == 1)
            place.program.answer.withLock { $0 = 0 }
            place.clock.advance(by: .seconds(1))
            try await place.run()
            place.clock.advance(by: .seconds(299))
            try await place.run()
            #expect(place.program.ids.count == 2)
            place.program.answer.withLock { $0 = 204 }
            place.clock.advance(by: .seconds(1))
            try await place.run()

            #expect(place.program.ids.count == 3 && Set(place.program.ids).count == 1)
            let delivery = try #require(try await place.deliveries().first)
            #expect(delivery.state == .delivered && delivery.attempts == 3 && delivery.status == 204)
            #expect(try await place.isEnabled())
        }
    }

    @Test("one that takes nothing for a day is told nothing any more", arguments: TestDatabase.engines)
    func disabled(_ engine: Engine) async throws {
        try await Place.with(engine) { place in
            place.program.answer.withLock { $0 = 500 }
            try await place.room.publish()
            for pause in [.zero] + AnnouncementDelivery.pauses {
                place.clock.advance(by: pause)
                try await place.run()
            }
            #expect(place.program.ids.count == AnnouncementDelivery.pauses.count + 1)
            #expect(try await place.deliveries().map(\.state) == [.failed])
            #expect(try await !place.isEnabled())

            try await place.room.tell("Still late.", .monitoring)
            try await place.run()
            #expect(place.program.ids.count == AnnouncementDelivery.pauses.count + 1)
            place.program.answer.withLock { $0 = 200 }
            _ = try await place.webhooks.change(
                place.webhook.id,
                "https://hooks.example/in",
                SubscriptionScope(),
                isEnabled: true,
                by: place.room.actor
            )
            place.clock.advance(by: .seconds(1))
            try await place.room.tell("All is well.", .resolved)
            try await place.run()
            #expect(try await place.deliveries().first?.state == .delivered)
        }
    }

    @Test("one that answers that it is gone is told nothing any more", arguments: TestDatabase.engines)
    func gone(_ engine: Engine) async throws {
        try await Place.with(engine) { place in
            place.program.answer.withLock { $0 = 410 }
            try await place.room.publish()
            try await place.run()
            #expect(try await !place.isEnabled())
            #expect(try await place.deliveries().map(\.state) == [.failed])
        }
    }

    @Test(
        "what is withdrawn while a program is away is not sent, and that it was withdrawn is",
        arguments: TestDatabase.engines
    )
    func withdrawn(_ engine: Engine) async throws {
        try await Place.with(engine) { place in
            place.program.answer.withLock { $0 = 0 }
            try await place.room.publish()
            try await place.run()
            place.clock.advance(by: .seconds(1))
            try await place.room.withdraw()
            place.program.answer.withLock { $0 = 200 }
            place.clock.advance(by: .seconds(3600))
            try await place.run()
            #expect(place.program.ids.count == 2)
            #expect(try await place.deliveries().map(\.state) == [.delivered, .withdrawn])
            #expect(try await place.deliveries().map(\.kind) == [.withdrawn, .published])
            let body = try #require(try await place.deliveries().first?.body)
            #expect(body.contains(#""type":"announcement.withdrawn""#) && body.contains(#""texts":[]"#))

            // A draft is nobody's news, also where it was more before.
            try await place.room.saveAgain()
            try await place.room.withdraw()
            #expect(try await place.deliveries().count == 2)
        }
    }

    @Test(
        "an address inside is not stored",
        arguments: [
            "http://hooks.example/", "https://127.0.0.1/", "https://169.254.169.254/", "https://2130706433/",
            "https://[::1]/", "https://user@hooks.example/", "ftp://hooks.example/", "",
        ]
    )
    func addresses(_ url: String) async throws {
        try await Place.with(.sqlite) { place in
            await #expect(throws: OutgoingError.self) {
                try await place.webhooks.create(url, SubscriptionScope(), by: place.room.actor)
            }
            await #expect(throws: OutgoingError.self) {
                try await place.webhooks.change(
                    place.webhook.id,
                    url,
                    SubscriptionScope(),
                    isEnabled: true,
                    by: place.room.actor
                )
            }
            let kept = try await place.webhooks.webhooks().map(\.contents.url)
            #expect(kept == ["https://hooks.example/in"])
        }
    }

    @Test("its secret is not to be read in the database, and goes with it", arguments: TestDatabase.engines)
    func secret(_ engine: Engine) async throws {
        try await Place.with(engine) { place in
            try await place.room.publish()
            let secret = place.webhook.contents.secret.text.exposed
            let bytes = try await place.room.scenario.database.read { db in
                try db.values([UInt8].self, "SELECT contents FROM announcement_webhook")
            }
            #expect(secret.hasPrefix("whsec_") && secret.count == 50)
            #expect(bytes.count == 1)
            #expect(!String(decoding: bytes.joined(), as: UTF8.self).contains("hooks.example"))

            try await place.webhooks.delete(place.webhook.id, by: place.room.actor)
            try await place.run()
            #expect(place.program.ids.isEmpty)
            await #expect(throws: AnnouncementWebhookError.notFound) { _ = try await place.deliveries() }
        }
    }

    /// The example of the specification (https://www.standardwebhooks.com).
    @Test func signatureIsThatOfTheSpecification() throws {
        let secret = try WireJSON.decode(
            WebhookSecret.self,
            from: Data("\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"".utf8)
        )
        let signature = secret.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            seconds: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8)
        )
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }
}
