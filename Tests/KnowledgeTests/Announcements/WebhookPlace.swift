import Base
@testable import Knowledge
import Logging
import Storage
import Synchronization
import TestSupport
import Testing
import Web

/// An editor who tells everybody, and a program that is told.
struct WebhookPlace {
    /// A program of somebody's.
    final class Program: Sendable {
        let asked = Mutex<[OutgoingRequest]>([])
        let answer = Mutex(200)

        var ids: [String] {
            asked.withLock {
                $0.map { request in request.headers.first { $0.name == "webhook-id" }?.value ?? "" }
            }
        }

        func take(_ request: OutgoingRequest) throws -> Int {
            asked.withLock { $0.append(request) }
            let answer = answer.withLock { $0 }
            guard answer > 0 else { throw OutgoingError.unreachable }
            return answer
        }
    }

    let room: AnnouncementRoom
    let webhooks: AnnouncementWebhooks
    let program: Program
    let webhook: AnnouncementWebhook

    static func with(
        _ engine: Engine,
        _ scope: SubscriptionScope = SubscriptionScope(),
        _ body: @escaping @Sendable (WebhookPlace) async throws -> Void
    ) async throws {
        let program = Program()
        let hearers: AnnouncementRoom.MakeHearers = { scenario, jobs in
            [
                AnnouncementWebhooks(
                    scenario.database,
                    outgoing: OutgoingGuard(),
                    send: { request in try program.take(request) },
                    jobs: jobs,
                    clock: scenario.clock
                )
            ]
        }
        try await AnnouncementRoom.with(engine, hearers: hearers) { room in
            let webhooks = try #require(room.desk.hearers.first as? AnnouncementWebhooks)
            let made = try await webhooks.create("https://hooks.example/in", scope, by: room.actor)
            try await body(WebhookPlace(room: room, webhooks: webhooks, program: program, webhook: made))
        }
    }

    var clock: FixedClock { room.scenario.clock }

    func run() async throws {
        let runner = JobRunner(
            room.scenario.database,
            handlers: [room.desk.publishing, webhooks.handler],
            signal: room.scenario.jobSignal,
            clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        while try await runner.runDue() > 0 {}
    }

    func deliveries() async throws -> [AnnouncementDelivery] {
        try await webhooks.deliveries(of: webhook.id, before: nil, limit: 50).deliveries
    }

    func isEnabled() async throws -> Bool {
        try await webhooks.webhooks().first { $0.id == webhook.id }?.disabledAt == nil
    }
}
