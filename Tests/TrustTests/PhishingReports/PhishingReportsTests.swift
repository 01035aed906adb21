import Base
import People
import Safeguard
import Storage
import Testing
import TestSupport
@testable import Trust

/// What is reported and put on the blocklist, on both engines.
@Suite struct PhishingReportsTests {
    @Test("the same fake in any writing is one report with a count", arguments: TestDatabase.engines)
    func deduplicated(_ engine: Engine) async throws {
        try await ReportRooms.with(engine) { rooms in
            let first = try await rooms.reports.report("https://evil.example/login?id=1", from: .page)
            #expect(first.map(\.subject) == ["evil.example"])
            #expect(first.map(\.isKnown) == [false])
            rooms.clock.advance(by: .seconds(60))
            for text in [
                "EVIL.example.", "http://www.evil.example/other", "go to https://evil.example/x now",
            ] {
                let again = try await rooms.reports.report(text, comment: "By SMS", from: .api)
                #expect(again.map(\.isKnown) == [true], "\(text)")
            }
            let report = try await rooms.waiting()
            #expect(report.count == 4)
            #expect(report.lastReportedAt == report.firstReportedAt + .seconds(60))
            let sightings = try await rooms.reports.report(report.id).sightings
            #expect(sightings.map(\.source) == ["api", "api", "api", "page"])
            #expect(sightings.map(\.comment) == ["By SMS", "By SMS", "By SMS", ""])
        }
    }

    @Test("a signed-in customer counts once", arguments: TestDatabase.engines)
    func onceACustomer(_ engine: Engine) async throws {
        try await ReportRooms.with(engine) { rooms in
            let customer = rooms.customer()
            for _ in 0..<3 { _ = try await rooms.reports.report("evil.example", from: .page, by: customer) }
            #expect(try await rooms.waiting().count == 1)
            _ = try await rooms.reports.report("evil.example", from: .page, by: rooms.customer())
            #expect(try await rooms.waiting().count == 2)
        }
    }

    @Test("reports that come at once are all counted", arguments: TestDatabase.engines)
    func race(_ engine: Engine) async throws {
        try await ReportRooms.with(engine) { rooms in
            let reports = rooms.reports
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { _ = try await reports.report("evil.example", from: .api) } }
                try await group.waitForAll()
            }
            #expect(try await rooms.waiting().count == 20)
        }
    }

    @Test("a message may hold several; what is ours and what is secret is not taken in")
    func taken() async throws {
        try await ReportRooms.with(.sqlite) { rooms in
            let text =
                "Call +1 202 555 0199, see evil.example, write to x@evil.test, not to demo-exchange.com"
            let receipts = try await rooms.reports.report(text, from: .page)
            #expect(receipts.map(\.subject) == ["evil.example", "x@evil.test"])
            let phone = try await rooms.reports.report("+1 202 555 0199", from: .page)
            #expect(phone.map(\.kind) == [.phone])

            await #expect(throws: PhishingReportError.official) {
                _ = try await rooms.reports.report("https://demo-exchange.com/help", from: .page)
            }
            await #expect(throws: PhishingReportError.nothingToReport) {
                _ = try await rooms.reports.report("they wrote to me", from: .page)
            }
            let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
            await #expect(throws: PhishingReportError.containsSecret) {
                _ = try await rooms.reports.report("evil.example \(phrase)", from: .page)
            }
            _ = try await rooms.reports.report("other.example", comment: phrase, from: .page)
            let kept = try await rooms.reports.list(.new, limit: 10).reports
            for report in kept {
                let comments = try await rooms.reports.report(report.id).sightings.map(\.comment)
                #expect(comments.allSatisfy { !$0.contains("sausage") })
            }
        }
    }

    @Test(
        "a confirmed fake is one for the verifier, and not any more once it is dismissed",
        arguments: TestDatabase.engines
    )
    func blocklist(_ engine: Engine) async throws {
        try await ReportRooms.with(engine) { rooms in
            let verify = rooms.verifications
            _ = try await rooms.reports.report("https://www.evil.example/a", from: .page)
            #expect(try await verify.verify("evil.example").reason == .notListed)
            let report = try await rooms.waiting()
            let confirmed = try await rooms.reports.decide(
                report.id,
                .confirmed,
                note: "a copy of our sign-in",
                expecting: .new,
                by: rooms.supervisor
            )
            #expect(
                confirmed.decision?.agentName == "Ada" && confirmed.decision?.note == "a copy of our sign-in"
            )
            for text in ["evil.example", "https://login.evil.example/x?y=1", "see www.evil.example please"] {
                let found = try await verify.verify(text)
                #expect(found.reason == .reportedBefore && found.verdict == .impersonation, "\(text)")
                #expect(found.wasReported)
            }
            for text in ["evil.example.org", "notevil.example", "example"] {
                #expect(try await verify.verify(text).reason != .reportedBefore, "\(text)")
            }
            rooms.clock.advance(by: .seconds(1))
            _ = try await rooms.reports.decide(
                report.id,
                .dismissed,
                note: "",
                expecting: .confirmed,
                by: rooms.supervisor
            )
            #expect(try await verify.verify("evil.example").reason == .notListed)
            try await rooms.trail.chainPending()
            let entries = try await rooms.trail.entries(after: 0, limit: 100)
                .filter { $0.action == AuditAction.phishingReportDecided.rawValue }
            #expect(
                entries.compactMap(\.actorID) == [
                    rooms.supervisor.id.description, rooms.supervisor.id.description,
                ]
            )
        }
    }

    @Test("what looks like us keeps its reason and is told as reported too")
    func alike() async throws {
        try await ReportRooms.with(.sqlite) { rooms in
            _ = try await rooms.reports.report("demo-exchange-login.com", from: .page)
            let report = try await rooms.waiting()
            _ = try await rooms.reports.decide(
                report.id,
                .confirmed,
                note: "",
                expecting: .new,
                by: rooms.supervisor
            )
            let found = try await rooms.verifications.verify("https://demo-exchange-login.com/kyc")
            #expect(found.reason == .addedWords && found.wasReported)
            #expect(found.matched == "demo-exchange.com")
        }
    }

    @Test("no decision takes an official host away, and a page of it is a fake by itself")
    func officialStays() async throws {
        try await ReportRooms.with(.sqlite) { rooms in
            _ = try await rooms.reports.report("https://demo-exchange.com/community/t/7", from: .page)
            let report = try await rooms.waiting()
            #expect(report.subject == "demo-exchange.com/community/t/7")
            _ = try await rooms.reports.decide(
                report.id,
                .confirmed,
                note: "",
                expecting: .new,
                by: rooms.supervisor
            )
            let verify = rooms.verifications
            #expect(
                try await verify.verify("https://demo-exchange.com/community/t/7?x=1").reason
                    == .reportedBefore
            )
            #expect(try await verify.verify("https://demo-exchange.com/community/t/8").reason == .userContent)
            #expect(try await verify.verify("https://demo-exchange.com/help").reason == .exactMatch)
        }
    }

    @Test(
        "where everybody may put pages, one page is reported and not the place",
        arguments: [
            (
                "https://docs.google.com/forms/d/e/abc/viewform?usp=x",
                "docs.google.com/forms/d/e/abc/viewform"
            ),
            ("https://bit.ly/3abcDE", "bit.ly/3abcde"),
            ("https://t.me/demo_exchange_help", "Telegram: demo_exchange_help"),
            ("Telegram: @demo_exchange_help", "Telegram: demo_exchange_help"),
            ("https://x.com/demoexchange/status/1", "x.com/demoexchange/status/1"),
            ("https://play.google.com/store/apps/details?id=com.fake.app", "Google Play: com.fake.app"),
            ("https://dеmo-exchange.com/x", "dеmo-exchange.com (xn--dmo-exchange-sck.com)"),
            ("Support@Evil.example", "support@evil.example"), ("tel:+1-202-555-0199", "+12025550199"),
            ("9999", "9999"),
            ("https://demo-exchange.com@evil.example:8443/", "evil.example"),
        ]
    )
    func subjects(_ text: String, _ subject: String) async throws {
        try await ReportRooms.with(.sqlite) { rooms in
            let receipts = try await rooms.reports.report(text, from: .api)
            #expect(receipts.map(\.subject) == [subject])
        }
    }
}
