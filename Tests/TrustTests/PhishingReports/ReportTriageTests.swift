import Base
import People
import Safeguard
import Storage
import Testing
import TestSupport
@testable import Trust

/// How reports are decided, listed and warned of, on both engines.
@Suite struct ReportTriageTests {
    @Test("of two who decide at once the second is told of the first", arguments: TestDatabase.engines)
    func decidedMeanwhile(_ engine: Engine) async throws {
        try await ReportRooms.with(engine) { rooms in
            _ = try await rooms.reports.report("evil.example", from: .page)
            let id = try await rooms.waiting().id
            let (reports, supervisor) = (rooms.reports, rooms.supervisor)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for status in [PhishingReport.Status.confirmed, .dismissed, .confirmed, .dismissed] {
                    group.addTask {
                        do {
                            _ = try await reports.decide(
                                id,
                                status,
                                note: "",
                                expecting: .new,
                                by: supervisor
                            )
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.count(where: \.self) == 1)
            let now = try await reports.report(id).report.status
            await #expect(throws: PhishingReportError.decidedMeanwhile(now)) {
                _ = try await reports.decide(id, .confirmed, note: "", expecting: .new, by: supervisor)
            }
            let unknown = ID<PhishingReport>(at: rooms.clock.now)
            await #expect(throws: PhishingReportError.notFound(unknown)) {
                _ = try await reports.decide(unknown, .confirmed, note: "", expecting: .new, by: supervisor)
            }
        }
    }

    @Test(
        "everybody is warned of a confirmed fake, once, until it is dismissed",
        arguments: TestDatabase.engines
    )
    func warned(_ engine: Engine) async throws {
        try await ReportRooms.with(engine) { rooms in
            let (reports, supervisor) = (rooms.reports, rooms.supervisor)
            _ = try await reports.report("evil.example", from: .page)
            let id = try await rooms.waiting().id
            await #expect(throws: PhishingReportError.notConfirmed) {
                _ = try await reports.warn(id, by: supervisor)
            }
            _ = try await reports.decide(id, .confirmed, note: "", expecting: .new, by: supervisor)
            let warned = try await reports.warn(id, by: supervisor)
            #expect(warned.warning == .init(address: "/announcements/fake-\(id)", at: rooms.clock.now))
            #expect(try await reports.warn(id, by: supervisor) == warned)
            #expect(rooms.warnings.published.map(\.subject) == ["evil[.]example"])
            let dismissed = try await reports.decide(
                id,
                .dismissed,
                note: "",
                expecting: .confirmed,
                by: supervisor
            )
            #expect(dismissed.warning == nil)
            #expect(rooms.warnings.withdrawn == [id])
            try await rooms.trail.chainPending()
            let entries = try await rooms.trail.entries(after: 0, limit: 100)
            #expect(entries.count { $0.action == AuditAction.phishingWarningChanged.rawValue } == 2)
        }
    }

    @Test("a picture is known by its message, and names nothing that a warning could tell")
    func picture() async throws {
        try await ReportRooms.with(.sqlite) { rooms in
            let place = PhishingReport.Place(conversation: "cnv_1", reference: "K7M4-P2QX", seq: 3)
            let receipts = try await rooms.reports.report(
                "",
                from: .conversation(place, by: rooms.supervisor.id)
            )
            #expect(receipts.map(\.kind) == [.message])
            let report = try await rooms.waiting()
            #expect(report.subject == "K7M4-P2QX #3")
            let sightings = try await rooms.reports.report(report.id).sightings
            #expect(sightings.map(\.place) == [place])
            _ = try await rooms.reports.decide(
                report.id,
                .confirmed,
                note: "",
                expecting: .new,
                by: rooms.supervisor
            )
            await #expect(throws: PhishingReportError.nothingToName) {
                _ = try await rooms.reports.warn(report.id, by: rooms.supervisor)
            }
        }
    }

    @Test("the list is paged without losing any", arguments: TestDatabase.engines)
    func paged(_ engine: Engine) async throws {
        try await ReportRooms.with(engine) { rooms in
            for number in 0..<7 { _ = try await rooms.reports.report("evil\(number).example", from: .page) }
            var seen: [String] = []
            var cursor: PhishingReportCursor?
            repeat {
                let page = try await rooms.reports.list(.new, after: cursor, limit: 3)
                seen += page.reports.map(\.subject)
                let written = page.next?.description
                cursor = written.flatMap { PhishingReportCursor($0) }
                #expect(cursor?.description == written)
            } while cursor != nil
            #expect(Set(seen).count == 7 && seen.count == 7)
            #expect(try await rooms.reports.counts() == [.new: 7])
            let plan = try await rooms.database.read { db in
                try db.plan(of: { db in _ = try PhishingReportSQL(db: db).list(.new, after: nil, limit: 3) })
            }
            #expect(plan.uses("phishing_report_by_status"), "\(plan)")
        }
    }

    @Test("the first fifty tellings are kept and all are counted")
    func bounded() async throws {
        try await ReportRooms.with(.sqlite) { rooms in
            for _ in 0..<60 { _ = try await rooms.reports.report("evil.example", from: .api) }
            let report = try await rooms.waiting()
            #expect(report.count == 60)
            let kept = try await rooms.database.read { db in
                try db.value(Int.self, "SELECT COUNT(*) FROM phishing_sighting")
            }
            #expect(kept == PhishingReport.mostSightings)
        }
    }
}
