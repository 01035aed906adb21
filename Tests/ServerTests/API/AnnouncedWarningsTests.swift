import Base
import Knowledge
@testable import Server
import Storage
import Testing
import TestSupport
@testable import Trust

/// Warnings of fakes, for those who are told what is announced; on both engines.
@Suite("Announced warnings")
struct AnnouncedWarningsTests {
    private struct Hearer: AnnouncementHearer {
        let heard = Recorder()

        func tell(_ announcement: Announcement, _ news: AnnouncementNews, in db: Connection) throws {
            heard.add("\(news) \(announcement.id) \(announcement.revision)")
        }

        func takeBack(_ announcement: Announcement, in db: Connection) throws {
            heard.add("taken back \(announcement.id)")
        }
    }

    @Test(
        "is told once, no more once it has ended, and again where it is warned of anew",
        arguments: TestDatabase.engines
    )
    func told(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let (hearer, wiring, clock) = (Hearer(), server.wiring, server.clock)
            let warnings = AnnouncedWarnings(wiring.announcements, wiring.localisation, hearers: [hearer])
            let report = ID<PhishingReport>(at: clock.now)
            func warn() async throws {
                clock.advance(by: .seconds(60))
                let warning = PublicWarning(
                    report: report,
                    kind: .link,
                    subject: "demo-exchange[.]help",
                    at: clock.now
                )
                _ = try await wiring.database.write { db in try warnings.publish(warning, in: db) }
            }

            try await warn()
            try await warn()
            let first = try #require(try await wiring.announcements.list(kind: .scamWarning).first)
            #expect(hearer.heard.all == ["published \(first.id) 1"])

            let now = clock.now
            try await wiring.database.write { db in try warnings.withdraw(report, at: now, in: db) }
            #expect(hearer.heard.all.dropFirst() == ["taken back \(first.id)"])

            try await warn()
            let again = try #require(try await wiring.announcements.list(kind: .scamWarning).first)
            #expect(again.id == first.id && again.endedAt == nil && again.revision > 1)
            #expect(hearer.heard.all.dropFirst(2) == ["published \(first.id) \(again.revision)"])
        }
    }
}
