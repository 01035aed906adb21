import Base
import Foundation
@testable import Knowledge
import Logging
import Mail
import People
import Storage
import Synchronization
import TestSupport
import Testing
import Web

/// An editor who tells everybody, and a mail server that keeps what it takes.
struct SubscriptionRoom {
    /// A letter as it reached the server.
    struct Taken: Sendable {
        let to: String
        let message: String

        /// What it says.
        var text: String {
            let body = message.components(separatedBy: "\r\n\r\n").dropFirst().joined()
            let bytes = Data(base64Encoded: body, options: .ignoreUnknownCharacters) ?? Data()
            return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        }

        /// What stands in its links.
        var token: String? { text.firstMatch(of: /token=([A-Za-z0-9_-]+)/).map { String($0.output.1) } }
    }

    /// Takes everything, or nothing while it is away.
    final class Post: MailTransport {
        private let kept = Recorder()
        private let isAway = Mutex(false)

        /// The letters since the last look, each as recipient and message.
        func all() -> [Taken] {
            kept.all.compactMap { entry in
                let parts = entry.split(separator: "\n", maxSplits: 1)
                return parts.count == 2 ? Taken(to: String(parts[0]), message: String(parts[1])) : nil
            }
        }

        func goAway(_ away: Bool) { isAway.withLock { $0 = away } }

        func send(
            _ message: String,
            from sender: MailAddress,
            to recipient: MailAddress
        ) async throws(MailError) {
            if isAway.withLock({ $0 }) { throw .unreachable }
            kept.add("\(recipient)\n\(message)")
        }
    }

    let room: AnnouncementRoom
    let subscriptions: AnnouncementSubscriptions
    let mailer: Mailer
    let post: Post

    var database: any Database { room.scenario.database }
    var clock: FixedClock { room.scenario.clock }

    static func with(
        _ engine: Engine,
        mark: @escaping AnnouncementSubscriptions.Mark = { _, _, _, _ in nil },
        _ body: @escaping @Sendable (SubscriptionRoom) async throws -> Void
    ) async throws {
        let post = Post()
        let site = try #require(SiteOrigin("https://help.example"))
        let sender = try #require(Mailbox("Demo <support@demo.example>"))
        let localisation = try Localisation(assets: [WebAssets.files, KnowledgeAssets.files])
        let hearers: AnnouncementRoom.MakeHearers = { scenario, jobs in
            [
                AnnouncementSubscriptions(
                    scenario.database,
                    mailer: Mailer(
                        scenario.database,
                        transport: post,
                        sender: sender,
                        jobs: jobs,
                        clock: scenario.clock
                    ),
                    site: site,
                    brand: "Demo",
                    localisation: localisation,
                    mark: mark,
                    jobs: jobs,
                    clock: scenario.clock
                )
            ]
        }
        try await AnnouncementRoom.with(engine, hearers: hearers) { room in
            let subscriptions = try #require(room.desk.hearers.first as? AnnouncementSubscriptions)
            try await body(
                SubscriptionRoom(
                    room: room,
                    subscriptions: subscriptions,
                    mailer: subscriptions.mailer,
                    post: post
                )
            )
        }
    }

    /// Lets readers see an announcement of some products, of which nobody is told; in the place of the one before.
    func offer(_ products: [String]) async throws {
        let announcement = Announcement(
            id: ID(at: clock.now),
            slug: SmallHelpCentre.slug("known-products"),
            kind: .product,
            startsAt: clock.now,
            expectedEndAt: nil,
            scope: AffectedScope(products: products),
            translations: []
        )
        try await room.announcements.save([announcement])
    }

    /// The letters of a purpose that wait, are sent or were taken back, by state.
    func states(like purpose: String) async throws -> [String: Int] {
        let rows = try await database.read { db in
            try db.values(String.self, "SELECT state FROM letter WHERE purpose LIKE \(purpose)")
        }
        return Dictionary(grouping: rows) { $0 }.mapValues(\.count)
    }

    /// Does what is due.
    func runJobs() async throws {
        let runner = JobRunner(
            database,
            handlers: [room.desk.publishing] + subscriptions.handlers + mailer.handlers,
            signal: room.scenario.jobSignal,
            clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        while try await runner.runDue() > 0 {}
    }

    /// The letters that come of what is due.
    func letters() async throws -> [Taken] {
        let before = post.all().count
        try await runJobs()
        return Array(post.all().dropFirst(before))
    }

    /// Asks and says yes.
    ///
    /// - Returns: What stands in the links of the letters.
    @discardableResult
    func subscribe(
        _ address: String,
        _ scope: SubscriptionScope = SubscriptionScope(),
        by customer: ID<Customer>? = nil,
        in locale: LocaleCode = .english
    ) async throws -> String {
        try await subscriptions.ask(address, scope, by: customer, in: locale)
        let token = try #require(try await letters().last?.token)
        #expect(try await subscriptions.confirm(token))
        return token
    }
}
